import Range from 'semver/classes/range.js';
import { isName } from './name.js';
import type { Version } from './version.js';

/** A semver range that has been read. */
export type VersionRange = Range;

/** What one component needs of another. */
export interface Requirement {
  readonly name: string;
  /** A semver range; `*` where any version will do. */
  readonly range: string;
}

/** Far above any range in use; semver reads a range in several passes. */
const longestRange = 200;

/** Prereleases count like any version: a release set says itself which it has, so ranges need not name them. */
export function parseRange(text: string): VersionRange | null {
  if (text.trim() === '' || text.length > longestRange) return null;
  try {
    return new Range(text, { includePrerelease: true });
  } catch {
    return null;
  }
}

export const satisfies = (version: Version, range: VersionRange): boolean => range.test(version);

/** Whether no version satisfies both. */
export const disagree = (a: VersionRange, b: VersionRange): boolean => !a.intersects(b);

/** One range for both: semver has no brackets, so alternatives are multiplied out. */
export function bothRanges(a: string, b: string): string {
  if (a === b || b === '*') return a;
  if (a === '*') return b;
  const ofB = alternatives(b);
  return alternatives(a)
    .flatMap((one) => ofB.map((other) => `${one} ${other}`.trim()))
    .join(' || ');
}

/** In comparators alone: `1.0.0 - 2.0.0` could not stand beside another range. */
const alternatives = (range: string): readonly string[] => (parseRange(range)?.range ?? range).split('||');

/**
 * Splits `name`, `name=1.2.3`, `name>=1.2 <2` where a character is none of a name's; `null` where it begins with no
 * name. The range is not read yet.
 */
export function splitRequirement(text: string): Requirement | null {
  const end = text.search(/[^A-Za-z0-9._-]/);
  const name = end < 0 ? text : text.slice(0, end);
  return isName(name) ? { name, range: text.slice(name.length).trim() || '*' } : null;
}

/** What `name==1.2` or `name@1.2` was meant to be; `null` where that cannot be told. */
export function meantRequirement({ name, range }: Requirement): string | null {
  const bare = range.replace(/^[=@:\s]+/, '');
  const meant = /^\d/.test(bare) ? `=${bare}` : bare;
  return parseRange(meant) ? `${name}${meant}` : null;
}
