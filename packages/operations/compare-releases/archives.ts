import { compareBytes } from '@slipway/domain';
import type { ArchiveEntry } from '../ports/index.js';
import type { ArchiveComparison, Aspect, MemberComparison, MemberFacts } from './report.js';

/** Which members differ, and in what. A path that an archive holds several times is compared time by time. */
export function compareArchives(a: readonly ArchiveEntry[], b: readonly ArchiveEntry[]): ArchiveComparison {
  const [inA, inB] = [byOccurrence(a), byOccurrence(b)];
  const keys = [...new Set([...inA.keys(), ...inB.keys()])].toSorted(compareBytes);
  return {
    members: keys.flatMap((key) => compareMember(inA.get(key), inB.get(key))),
    order: compareOrder(
      [...inA].filter(([key]) => inB.has(key)),
      [...inB].filter(([key]) => inA.has(key)),
    ),
  };
}

type Occurrence = readonly [key: string, entry: ArchiveEntry];

/** No two keys are alike: a number has no NUL. */
function byOccurrence(entries: readonly ArchiveEntry[]): ReadonlyMap<string, ArchiveEntry> {
  const times = new Map<string, number>();
  return new Map(
    entries.map((entry): Occurrence => {
      const time = times.get(entry.path) ?? 0;
      times.set(entry.path, time + 1);
      return [`${entry.path}\0${time}`, entry];
    }),
  );
}

function compareMember(a: ArchiveEntry | undefined, b: ArchiveEntry | undefined): readonly MemberComparison[] {
  if (a && b) {
    const aspects = aspectsOf(a, b);
    return aspects.length === 0 ? [] : [{ status: 'different', path: a.path, aspects, a: factsOf(a), b: factsOf(b) }];
  }
  if (a) return [{ status: 'missing', path: a.path, in: 'b', entry: factsOf(a) }];
  return b ? [{ status: 'missing', path: b.path, in: 'a', entry: factsOf(b) }] : [];
}

function aspectsOf(a: ArchiveEntry, b: ArchiveEntry): readonly Aspect[] {
  const differs: Readonly<Record<Aspect, boolean>> = {
    content: a.digest !== b.digest,
    type: a.type !== b.type,
    mode: a.mode !== b.mode,
    time: !Object.is(a.time, b.time),
    owner: a.owner !== b.owner,
    target: a.target !== b.target,
  };
  return aspects.filter((aspect) => differs[aspect]);
}

const aspects: readonly Aspect[] = ['content', 'type', 'mode', 'time', 'owner', 'target'];

function compareOrder(a: readonly Occurrence[], b: readonly Occurrence[]): ArchiveComparison['order'] {
  const at = a.findIndex(([key], index) => key !== b[index]?.[0]);
  const [inA, inB] = [a[at]?.[1], b[at]?.[1]];
  return inA && inB ? { a: inA.path, b: inB.path } : null;
}

const factsOf = ({ type, size, digest, mode, time, owner, target }: ArchiveEntry): MemberFacts => ({
  type,
  size,
  digest,
  mode: mode === null ? null : mode.toString(8).padStart(4, '0'),
  // Beyond what a Date holds, an archive's number is no time.
  time: Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null,
  owner,
  target,
});
