import { type Digest, isDigest } from '@slipway/domain';
import * as z from 'zod/mini';
import type { ArchiveRecord } from './wish.js';

/** What we remember on the release itself, as nothing else outlives a runner: an HTML comment at the end of its notes, which GitHub does not show. */
export interface ReleaseRecord {
  readonly owner: string | null;
  readonly archive: ArchiveRecord | null;
}

const comment = /\s*<!-- slipway (?<json>\{[^\n]*\}) -->\s*$/;

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
const shape = z.object({
  schema: z.literal(1),
  owner: z.nullable(z.string()),
  archive: z.nullable(z.object({ name: z.string(), inputs: digest, size: z.int().check(z.minimum(0)), digest })),
});

const nothing: ReleaseRecord = { owner: null, archive: null };

/** People may edit notes: what is no record of ours counts as none. */
export function recordIn(notes: string): ReleaseRecord {
  const json = comment.exec(notes)?.groups?.['json'];
  if (json === undefined) return nothing;
  try {
    const { owner, archive } = shape.parse(JSON.parse(json));
    return { owner, archive };
  } catch {
    return nothing;
  }
}

/** The notes as people wrote them. GitHub may keep other line ends than it was sent. */
export const notesAlone = (notes: string): string => notes.replace(comment, '').replaceAll('\r\n', '\n').trimEnd();

/** Notes with the record at their end, in place of the one that was there. */
export function withRecord(notes: string, record: ReleaseRecord): string {
  const text = notesAlone(notes);
  if (record.owner === null && record.archive === null) return text;
  // ">" cannot stand in the JSON of a comment: "-->" in a name would end it.
  const json = JSON.stringify({ schema: 1, ...record }).replaceAll('>', '\\u003e');
  return `${text}${text === '' ? '' : '\n\n'}<!-- slipway ${json} -->`;
}
