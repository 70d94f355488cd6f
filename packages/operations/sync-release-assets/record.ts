import { type Digest, isDigest } from '@slipway/domain';
import * as z from 'zod/mini';
import type { ArchiveRecord } from './wish.js';

/** What we remember on the release itself, as nothing else outlives a runner: an HTML comment in its notes, which GitHub does not show. */
export interface ReleaseRecord {
  readonly owner: string | null;
  readonly archive: ArchiveRecord | null;
}

const comment = /^<!-- slipway (?<json>\{.*\}) -->$/s;

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
const shape = z.object({
  schema: z.literal(1),
  owner: z.nullable(z.string()),
  archive: z.nullable(z.object({ name: z.string(), inputs: digest, size: z.int().check(z.minimum(0)), digest })),
});

const nothing: ReleaseRecord = { owner: null, archive: null };

/** People may edit notes: what is no record of ours counts as none. */
export function recordIn(notes: string): ReleaseRecord {
  const { json } = parted(notes);
  if (json === null) return nothing;
  try {
    const { owner, archive } = shape.parse(JSON.parse(json));
    return { owner, archive };
  } catch {
    return nothing;
  }
}

/** The notes as people wrote them. GitHub may keep other line ends than it was sent. */
export const notesAlone = (notes: string): string => parted(notes).text.replaceAll('\r\n', '\n').trimEnd();

/** We write it last. A person may have gone on below it, and what generated notes quote stands above: the last line of its form counts. */
function parted(notes: string): { readonly text: string; readonly json: string | null } {
  const lines = notes.split('\n');
  const at = lines.findLastIndex((line) => comment.test(line.trimEnd()));
  const json = comment.exec(lines[at]?.trimEnd() ?? '')?.groups?.['json'] ?? null;
  if (json === null) return { text: notes, json };
  const around = [
    lines.slice(0, at).join('\n').trimEnd(),
    lines
      .slice(at + 1)
      .join('\n')
      .trim(),
  ];
  return { text: around.filter((part) => part !== '').join('\n\n'), json };
}

/** Notes with the record at their end, in place of the one that was there. */
export function withRecord(notes: string, record: ReleaseRecord): string {
  const text = notesAlone(notes);
  if (record.owner === null && record.archive === null) return text;
  // ">" cannot stand in the JSON of a comment: "-->" in a name would end it.
  const json = JSON.stringify({ schema: 1, ...record }).replaceAll('>', '\\u003e');
  return `${text}${text === '' ? '' : '\n\n'}<!-- slipway ${json} -->`;
}
