import { compareBytes } from '@slipway/domain';
import type { FileComparison, FileFacts } from './report.js';

/** The files of a release by name. */
export type Files = ReadonlyMap<string, FileFacts>;

/** Every name of either side, once, sorted by bytes; archives are not opened here. */
export const compareFiles = (a: Files, b: Files): readonly FileComparison[] =>
  [...new Set([...a.keys(), ...b.keys()])].toSorted(compareBytes).flatMap((name) => {
    const [inA, inB] = [a.get(name), b.get(name)];
    if (inA && inB) return [compareFile(name, inA, inB)];
    if (inA) return [{ status: 'missing', name, in: 'b', ...inA }];
    return inB ? [{ status: 'missing', name, in: 'a', ...inB }] : [];
  });

/** A size that only one side knows is no difference. */
const compareFile = (name: string, a: FileFacts, b: FileFacts): FileComparison =>
  a.digest === b.digest
    ? { status: 'same', name, size: a.size ?? b.size, digest: a.digest }
    : { status: 'different', name, a, b, archive: null };
