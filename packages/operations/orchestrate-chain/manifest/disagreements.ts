import { disagree, memoised, parseRange, printed, splitRequirement, type VersionRange } from '@slipway/domain';
import { type Complaint, error, keyText, type Path } from './complaint.js';
import type { Members } from './members.js';

/** One of the ranges in which a component is required, where it is required so first. */
interface Demand {
  readonly path: Path;
  readonly text: string;
  readonly range: VersionRange;
}

/** Enough to show what is wrong; comparing all with all could take hours. */
const compared = 20;

/**
 * Requirements that no version satisfies together. Only of components about which there is a complaint already: where
 * all agree with the set, all agree with each other.
 */
export function disagreements(members: Members, troubled: ReadonlySet<string>): readonly Complaint[] {
  if (troubled.size === 0) return [];
  return [...demandsFor(members, troubled).values()].flatMap((demands) => {
    const all = [...demands.values()];
    return all.flatMap(({ path, text, range }, index) => {
      const other = all.slice(0, Math.min(index, compared)).find((earlier) => disagree(earlier.range, range));
      if (!other) return [];
      const what = `is ${printed(text)}, but ${keyText(other.path)} is ${printed(other.text)}: no version is both`;
      return [error(path, what, 'change one of the two')];
    });
  });
}

/** By component and text of the range. */
function demandsFor(members: Members, troubled: ReadonlySet<string>): ReadonlyMap<string, ReadonlyMap<string, Demand>> {
  const rangeOf = memoised(parseRange);
  const demands = new Map([...troubled].map((name) => [name, new Map<string, Demand>()]));
  for (const member of members.values()) {
    if (member.kind !== 'component') continue;
    for (const [index, text] of member.requires.entries()) {
      const requirement = typeof text === 'string' ? splitRequirement(text) : null;
      const ofName = requirement && demands.get(requirement.name);
      const range = ofName && rangeOf(requirement.range);
      if (!range || typeof text !== 'string' || ofName.has(requirement.range)) continue;
      ofName.set(requirement.range, { path: ['versions', member.name, 'requires', index], text, range });
    }
  }
  return demands;
}
