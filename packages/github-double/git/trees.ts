import type { ObjectStore } from './objects.js';

export type Mode = '100644' | '100755' | '040000' | '160000' | '120000';

export interface TreeEntry {
  /** One name; a path where a tree is listed with all below it. */
  readonly path: string;
  readonly mode: Mode;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
}

const types: Partial<Record<Mode, TreeEntry['type']>> = { '040000': 'tree', '160000': 'commit' };
const typeOf = (mode: Mode): TreeEntry['type'] => types[mode] ?? 'blob';

/** `null` where `sha` names no tree. */
export function readTree(objects: ObjectStore, sha: string): TreeEntry[] | null {
  const data = objects.readAs('tree', sha);
  if (!data) return null;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < data.length;) {
    const end = data.indexOf(0, at);
    const [mode = '', ...name] = data.toString('utf8', at, end).split(' ');
    const full = mode.padStart(6, '0') as Mode; // git wrote it, or `writeTree`
    entries.push({
      path: name.join(' '),
      mode: full,
      type: typeOf(full),
      sha: data.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

/** Writes one tree, not what is below it, and returns its name. */
export function writeTree(objects: ObjectStore, entries: readonly TreeEntry[]): string {
  const sorted = entries
    .map((entry) => ({ ...entry, key: sortKey(entry) }))
    .toSorted((a, b) => Buffer.compare(a.key, b.key));
  const parts = sorted.map(({ mode, path, sha }) =>
    Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${path}\0`), Buffer.from(sha, 'hex')]),
  );
  return objects.write('tree', Buffer.concat(parts));
}

/** Git sorts a folder as if its name ended in a slash. */
const sortKey = ({ path, type }: TreeEntry): Buffer => Buffer.from(type === 'tree' ? `${path}/` : path);

/** The entry at `path`; the tree itself where it is empty. */
export function entryAt(objects: ObjectStore, tree: string, path: string): TreeEntry | null {
  let entry: TreeEntry = { path: '', mode: '040000', type: 'tree', sha: tree };
  for (const name of path.split('/').filter(Boolean)) {
    const next = readTree(objects, entry.sha)?.find((child) => child.path === name);
    if (!next) return null;
    entry = next;
  }
  return { ...entry, path };
}

/** All entries below, folders before what is in them. */
export function walkTree(objects: ObjectStore, tree: string, prefix = ''): TreeEntry[] {
  return (readTree(objects, tree) ?? []).flatMap((entry) => {
    const path = prefix + entry.path;
    const below = entry.type === 'tree' ? walkTree(objects, entry.sha, `${path}/`) : [];
    return [{ ...entry, path }, ...below];
  });
}

/** One change to a tree: what stands at `path` from now on; `null`: nothing. */
export interface TreeChange {
  readonly path: string;
  readonly entry: { readonly mode: Mode; readonly sha: string } | null;
}

/** Writes the tree that `base` (`null`: empty) becomes by `changes`, and returns its name; `null` where nothing is left. */
export function changeTree(objects: ObjectStore, base: string | null, changes: readonly TreeChange[]): string | null {
  const entries = new Map((base === null ? [] : (readTree(objects, base) ?? [])).map((entry) => [entry.path, entry]));
  const deeper = new Map<string, TreeChange[]>();
  for (const { path, entry } of changes) {
    const [name = '', ...rest] = path.split('/');
    if (rest.length > 0) deeper.set(name, [...(deeper.get(name) ?? []), { path: rest.join('/'), entry }]);
    else if (entry) entries.set(name, { path: name, type: typeOf(entry.mode), ...entry });
    else entries.delete(name);
  }
  for (const [name, below] of deeper) {
    const before = entries.get(name);
    const sha = changeTree(objects, before?.type === 'tree' ? before.sha : null, below);
    if (sha === null) entries.delete(name);
    else entries.set(name, { path: name, mode: '040000', type: 'tree', sha });
  }
  return entries.size === 0 ? null : writeTree(objects, [...entries.values()]);
}
