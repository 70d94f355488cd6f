import { type Finding, isDigest, ReleaseError } from '@slipway/domain';
import * as z from 'zod/mini';
import type { ReleaseFile } from '../ports/index.js';

/** The part of `release.json` that tells the files; the rest may differ between equal releases (durations, attempts). */
const schema = z.object({
  schema: z.literal(1),
  assets: z.array(
    z.object({
      name: z.string().check(z.minLength(1)),
      size: z.int().check(z.minimum(0)),
      digest: z.custom<ReleaseFile['digest']>((value) => typeof value === 'string' && isDigest(value)),
    }),
  ),
});

/** The assets of a `release.json`; throws where the text is none. */
export function parseRecord(text: string, where: string): readonly ReleaseFile[] {
  const parsed = schema.safeParse(jsonIn(text, where));
  if (parsed.success) return parsed.data.assets;
  const keys = parsed.error.issues.map(({ path }) => path.join('.'));
  throw new ReleaseError([
    refusal(`no release.json of schema 1: not right at ${keys.slice(0, 3).join(', ') || 'its top'}`, where),
  ]);
}

function jsonIn(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ReleaseError([refusal('begins like JSON and is none', where)], { cause });
  }
}

const refusal = (what: string, where: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what,
  where,
  remedy: 'give the release.json as it stands in the release folder, or the folder itself',
});
