/** GitHub drops a step's summary that is larger: 1 MiB (docs.github.com, "Job summaries: step isolation and limits"). */
const limit = 1 << 20;

const notice = '\n\n> The rest does not fit into a summary: the output `report` is the path of all of it.\n';

/** The summary as far as it fits, cut at the end of a line, with a notice where something is missing. */
export function fitting(markdown: string): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= limit) return markdown;
  const room = bytes.subarray(0, limit - Buffer.byteLength(notice) - closing.length);
  const kept = room.subarray(0, room.lastIndexOf('\n') + 1).toString();
  return `${kept}${isInsideFence(kept) ? closing : ''}${notice}`;
}

const closing = '```\n';

/** A cut in the middle of a code block would swallow the notice. */
const isInsideFence = (markdown: string): boolean => (markdown.match(/^```/gm) ?? []).length % 2 === 1;
