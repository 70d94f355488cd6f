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
  const read = memoised((text) => {
    const requirement = splitRequirement(text);
    return { requirement, isPlain: requirement !== null && fits(requirement, members) };
  });
  const requires = new Map<string, readonly Requirement[]>();
  const doubtful: Wish[] = [];
  for (const member of members.values()) {
    if (member.kind !== 'component') continue;
    const by = member.name;
    const own: Requirement[] = [];
    member.requires.forEach((text, index) => {
      if (typeof text !== 'string') return; // The declaration complains about it.
      const { requirement, isPlain } = read(text);
      const isItself = requirement?.name === by;
      if (requirement && !isItself) own.push(requirement);
      if (!isPlain || isItself) doubtful.push({ by, path: ['versions', by, 'requires', index], text, requirement });
    });
    requires.set(by, eachOnce(own));
  }
  return { requires, complaints: complaintsAbout(doubtful, members) };
}

/** Whether the very version of the set is asked for, or any, as mostly: there is no range to read then. */
function fits({ name, range }: Requirement, members: Members): boolean {
  const other = members.get(name);
  if (other?.kind !== 'component' || other.version === null) return false;
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
function eachOnce(requirements: Requirement[]): readonly Requirement[] {
  if (requirements.length < many) sortFew(requirements);
  else requirements.sort(byName);
  if (requirements.every(({ name }, at) => at === 0 || name !== requirements[at - 1]?.name)) return requirements;
  const once: Requirement[] = [];
  for (const requirement of requirements) {
    const last = once.at(-1);
    if (last?.name !== requirement.name) once.push(requirement);
    else once[once.length - 1] = { name: last.name, range: bothRanges(last.range, requirement.range) };
  }
  return once;
}

const byName = (a: Requirement, b: Requirement) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const many = 20;

/** However little there is to sort, `sort` takes a kilobyte and a microsecond, and there may be thousands of lists. */
function sortFew(requirements: Requirement[]): void {
  requirements.forEach((requirement, from) => {
    let at = from;
    for (; at > 0; at -= 1) {
      const before = requirements[at - 1];
      if (before === undefined || byName(before, requirement) <= 0) break;
      requirements[at] = before;
    }
    requirements[at] = requirement;
  });
}
