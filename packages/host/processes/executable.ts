import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export type Executable =
  { readonly status: 'found'; readonly path: string } | { readonly status: 'missing' | 'not-executable' };

/**
 * Finds the program as execvp(3) would: names with a slash from `folder`, others on `path`. A shell tells a program
 * that it could not start by exit codes 126 and 127, which a build may use as well; asked beforehand, the two differ.
 */
export function findExecutable(name: string, folder: string, path = '/usr/bin:/bin'): Executable {
  const candidates = name.includes('/') ? [name] : path.split(delimiter).map((part) => join(part || '.', name));
  const found = candidates.map((candidate) => resolve(folder, candidate)).filter(isFile);
  const first = found.find(isExecutable);
  if (first !== undefined) return { status: 'found', path: first };
  return { status: found.length > 0 ? 'not-executable' : 'missing' };
}

/** A folder of PATH into which we may not look has nothing for us. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
