import {
  bothRanges,
  meantRequirement,
  memoised,
  nameRule,
  parseRange,
  printed,
  readVersion,
  type Requirement,
  satisfies,
  splitRequirement,
} from '@slipway/domain';
import { type Complaint, error, type Path } from './complaint.js';
import { disagreements } from './disagreements.js';
import { type Members, remedyForName } from './members.js';

export interface ResolvedRequires {
  /** By component, sorted by name, each name once. */
  readonly requires: ReadonlyMap<string, readonly Requirement[]>;
  readonly complaints: readonly Complaint[];
}

/** One element of a component's `requires`. */
export interface Wish {
  readonly by: string;
  readonly path: Path;
  readonly text: string;
  /** `null` where the text does not begin with a name. */
  readonly requirement: Requirement | null;
}

/** Reads every `requires` and holds it against the set. */
export function resolveRequires(members: Members): ResolvedRequires {
  const requirementIn = memoised(splitRequirement);
  const requires = new Map<string, readonly Requirement[]>();
  const doubtful: Wish[] = [];
  for (const member of members.values()) {
    if (member.kind !== 'component') continue;
    const own = member.requires.map((text, index) => {
      if (typeof text !== 'string') return null; // The declaration complains about it.
      const requirement = requirementIn(text);
      if (requirement && isPlain(requirement, member.name, members)) return requirement;
      doubtful.push({ by: member.name, path: ['versions', member.name, 'requires', index], text, requirement });
      return requirement;
    });
    requires.set(member.name, eachOnce(own.filter((requirement) => requirement !== null)));
  }
  return { requires, complaints: complaintsAbout(doubtful, members) };
}

/** Most are: the other component at the very version of the set, or at any; no range to read. */
function isPlain({ name, range }: Requirement, by: string, members: Members): boolean {
  const other = members.get(name);
  if (other?.kind !== 'component' || other.version === null || name === by) return false;
  return range === '*' || (range.startsWith('=') && range.slice(1) === other.version);
}

function complaintsAbout(doubtful: readonly Wish[], members: Members): readonly Complaint[] {
  const judge = judgeOf(members);
  const complaints: Complaint[] = [];
  const troubled = new Set<string>();
  for (const wish of doubtful) {
    const complaint = judge(wish);
    if (!complaint) continue;
    complaints.push(complaint);
    if (wish.requirement) troubled.add(wish.requirement.name);
  }
  return [...complaints, ...disagreements(members, troubled)];
}

function judgeOf(members: Members): (wish: Wish) => Complaint | null {
  const rangeOf = memoised(parseRange);
  const versionOf = memoised(readVersion);
  const remedyFor = remedyForName(members);
  return ({ by, path, text, requirement }) => {
    if (!requirement) return noName(path, text);
    const { name, range } = requirement;
    if (name === by) return error(path, `is ${printed(text)}, the component itself`, 'remove it');
    const wanted = rangeOf(range);
    if (!wanted)
      return error(path, `is ${printed(text)}, and ${printed(range)} is no semver range`, rangeRemedy(requirement));
    const other = members.get(name);
    if (!other) return error(path, `is ${printed(text)}, which is not in the set`, remedyFor(name));
    if (other.kind === 'no-component') {
      return error(
        path,
        `is ${printed(text)}, but versions.${name} has no version, so it is no component`,
        remedyFor(name),
      );
    }
    const { version } = other;
    if (version === null || satisfies(versionOf(version), wanted)) return null;
    const remedy = `write "${name}=${version}", or change the version of ${name}`;
    return error(path, `is ${printed(text)}, but versions.${name}.version is "${version}"`, remedy);
  };
}

function noName(path: Path, text: string): Complaint {
  const what = `is ${printed(text)}, which does not begin with the name of a component`;
  return error(path, what, `begin with a name of ${nameRule}, as in "app", "app=1.2.3" or "app>=1.2"`);
}

function rangeRemedy(requirement: Requirement): string {
  const meant = meantRequirement(requirement);
  if (meant) return `write ${printed(meant)}`;
  const { name } = requirement;
  return `write "${name}", "${name}=1.2.3" or any semver range, as in "${name}>=1.2"`;
}

/** Sorted by name; of two about the same component both must hold. */
function eachOnce(requirements: readonly Requirement[]): readonly Requirement[] {
  if (requirements.length < 2) return requirements;
  const sorted = requirements.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  if (sorted.every(({ name }, at) => name !== sorted[at - 1]?.name)) return sorted;
  const once: Requirement[] = [];
  for (const requirement of sorted) {
    const last = once.at(-1);
    if (last?.name !== requirement.name) once.push(requirement);
    else once[once.length - 1] = { name: last.name, range: bothRanges(last.range, requirement.range) };
  }
  return once;
}
