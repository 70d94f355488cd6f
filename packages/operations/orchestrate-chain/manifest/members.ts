import { isName, isVersion, memoised, nearest } from '@slipway/domain';
import { type Complaint, error } from './complaint.js';
import { isTable, type Table, tableOf } from './toml.js';

/** An entry of `[versions]` as far as it can be read, so that one error does not hide others. */
export type Member =
  | {
      readonly kind: 'component';
      readonly name: string;
      /** `null` where it cannot be read, which has been complained about elsewhere. */
      readonly version: string | null;
      readonly requires: readonly unknown[];
    }
  /** A table without a version, such as the `develop` that some manifests keep among the versions. */
  | { readonly kind: 'no-component'; readonly name: string };

export type Members = ReadonlyMap<string, Member>;

export function readMembers(file: Table): Members {
  const members = new Map<string, Member>();
  const versions = tableOf(file['versions']);
  for (const name of Object.keys(versions)) if (isName(name)) members.set(name, readMember(name, versions[name]));
  return members;
}

function readMember(name: string, entry: unknown): Member {
  const { version, requires } = isTable(entry) ? entry : { version: entry, requires: [] };
  if (isTable(entry) && (version === undefined || version === '')) return { kind: 'no-component', name };
  return {
    kind: 'component',
    name,
    version: typeof version === 'string' && isVersion(version) ? version : null,
    requires: Array.isArray(requires) ? requires : [],
  };
}

/** What is wrong with the names, one held against the other. */
export function memberComplaints(members: Members, file: Table): readonly Complaint[] {
  return [...sameButForCase(members), ...noComponents(members, file), ...strangers(members, file)];
}

export const noComponentNotices = (members: Members): readonly Complaint[] =>
  [...members.values()]
    .filter(({ kind }) => kind === 'no-component')
    .map(({ name }) => ({
      severity: 'notice',
      path: ['versions', name],
      what: 'has no version, so it is no component',
      remedy: 'give it a version if it should be one',
    }));

/** Names become folders, and macOS has one folder for both. */
function sameButForCase(members: Members): readonly Complaint[] {
  const first = new Map<string, string>();
  const complaints: Complaint[] = [];
  for (const name of members.keys()) {
    const folder = name.toLowerCase();
    const earlier = first.get(folder);
    if (earlier === undefined) first.set(folder, name);
    else {
      const what = `differs from versions.${earlier} in case only, and some systems have one folder for both`;
      complaints.push(error(['versions', name], what, 'rename one of the two'));
    }
  }
  return complaints;
}

function noComponents(members: Members, file: Table): readonly Complaint[] {
  const { versions } = file;
  // A name that is refused was meant to be one.
  const isEmpty =
    isTable(versions) && Object.keys(versions).every((name) => members.get(name)?.kind === 'no-component');
  return isEmpty ? [error(['versions'], 'has no component', 'add a line for each component, as in app = "1.2.3"')] : [];
}

function strangers(members: Members, file: Table): readonly Complaint[] {
  const remedyFor = remedyForName(members);
  return Object.keys(tableOf(tableOf(file['slipway'])['components']))
    .filter((name) => isName(name) && members.get(name)?.kind !== 'component')
    .map((name) => {
      const path = ['slipway', 'components', name];
      return error(path, 'has settings, but is no component of the set', remedyFor(name));
    });
}

/** Beyond these it is no slip of the pen, and comparing thousands of names with thousands takes long. */
const guesses = 100;

/** What to do about a name that is not in the set. */
export function remedyForName(members: Members): (name: string) => string {
  let guessed = 0;
  return memoised((name) => {
    if (members.has(name)) return `give versions.${name} a version, or do not name it`;
    const close = guessed++ < guesses ? nearest(name, componentNames(members)) : null;
    return close ? `did you mean ${close}?` : 'add it to [versions], or do not name it';
  });
}

const componentNames = (members: Members): readonly string[] =>
  [...members.values()].flatMap(({ kind, name }) => (kind === 'component' ? [name] : []));
