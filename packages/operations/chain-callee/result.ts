import type { Artifact } from '@slipway/domain';
import { calleeResult, type CalleeResult, resultFile } from './contract.js';

export type ReadResult =
  | { readonly status: 'read'; readonly result: CalleeResult }
  /** One sentence, lower case, no full stop. */
  | { readonly status: 'refused'; readonly what: string };

/** What a result has to be of, as far as that is known. */
export type Expected = Partial<Pick<CalleeResult, 'component' | 'version' | 'commit' | 'marker'>>;

/** Reads a `slipway.json`, and compares what it says with what was wanted and with the files that came with it. */
export function readResult(text: string | null, files: readonly Artifact[], expected: Expected): ReadResult {
  if (text === null) return refused(`has no ${resultFile}: it was not delivered by chain-callee`);
  const result = parsed(text);
  if (result === null) return refused(`has a ${resultFile} that is none of version 1 of the callee contract`);
  const difference = differenceIn(result, expected) ?? differenceOf(result.files, files);
  return difference === null ? { status: 'read', result } : refused(difference);
}

const refused = (what: string): ReadResult => ({ status: 'refused', what });

function parsed(text: string): CalleeResult | null {
  try {
    return calleeResult.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function differenceIn(result: CalleeResult, { component, version, commit, marker }: Expected): string | null {
  const pairs = [
    ['component', result.component, component],
    ['version', result.version, version],
    ['commit', result.commit, commit],
    ['marker', result.marker, marker],
  ] as const;
  const differing = pairs.find(([, found, wanted]) => wanted !== undefined && found !== wanted);
  return differing ? `is of ${differing[0]} ${differing[1]}, not of ${differing[2]}` : null;
}

/** The first file, by path, that is not the same on both sides. */
function differenceOf(told: readonly Artifact[], found: readonly Artifact[]): string | null {
  const there = new Map(found.map((file) => [file.path, file]));
  const said = new Set(told.map(({ path }) => path));
  for (const { path, size, digest } of told) {
    const file = there.get(path);
    if (!file) return `lacks the file ${path}, which its ${resultFile} names`;
    if (file.digest !== digest || file.size !== size)
      return `has a file ${path} with other bytes than its ${resultFile} says`;
  }
  const extra = found.find(({ path }) => !said.has(path));
  return extra ? `has a file ${extra.path}, which its ${resultFile} does not name` : null;
}
