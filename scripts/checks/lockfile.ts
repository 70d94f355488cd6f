// The lockfile is in step with every package.json, names no registry, and pins every package's bytes.
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Locked>>;
}

/** What is wrong with the lockfile, one line each. `manifestOf` reads the package.json of a folder of ours. */
export const faults = ({ packages }: Lockfile, manifestOf: (folder: string) => Locked): readonly string[] =>
  Object.entries(packages).flatMap(([path, entry]) => {
    if (entry.link) return [];
    const isOurs = !/(^|\/)node_modules\//.test(path);
    return isOurs ? outOfStep(path, entry, manifestOf(path)) : unpinned(path, entry);
  });

function outOfStep(path: string, locked: Locked, manifest: Locked): readonly string[] {
  const agrees = (['dependencies', 'devDependencies'] as const).every((kind) =>
    isDeepStrictEqual({ ...locked[kind] }, { ...manifest[kind] }),
  );
  return agrees ? [] : [`${path || '.'}: its package.json has other dependencies; run npm install`];
}

/** Of packages for other platforms npm may know no more than that they are there, so they alone may lack a digest. */
function unpinned(path: string, { resolved, integrity, optional }: Locked): readonly string[] {
  const host =
    resolved === undefined ? [] : [`${path}: names a registry (${resolved}); run npm install with our .npmrc`];
  return integrity === undefined && !optional ? [...host, `${path}: has no digest`] : host;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const found = faults(read('package-lock.json'), (folder) => read(join(folder, 'package.json')));
  for (const fault of found) console.error(fault);
  process.exitCode = found.length > 0 ? 1 : 0;
}
