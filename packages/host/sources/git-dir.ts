import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The git directory of a checkout (`.git` in it, or where a `.git` file points) or of a bare repository (the folder
 * itself). `null` where the folder is not the root of one. No git process is spent on it.
 */
export function gitDirOf(folder: string): string | null {
  const dotGit = join(folder, '.git');
  const kind = statSync(dotGit, { throwIfNoEntry: false });
  if (kind?.isDirectory()) return dotGit;
  if (kind?.isFile())
    return resolve(
      folder,
      readFileSync(dotGit, 'utf8')
        .replace(/^gitdir: /, '')
        .trimEnd(),
    );
  return isThere(join(folder, 'HEAD')) && isThere(join(folder, 'objects')) ? folder : null;
}

/** Where objects and refs are: a worktree's git directory says so in `commondir` (gitrepository-layout(5)). */
export function commonDirOf(gitDir: string): string {
  const link = join(gitDir, 'commondir');
  return isThere(link) ? resolve(gitDir, readFileSync(link, 'utf8').trimEnd()) : gitDir;
}

/** The nearest folder, this one or above it, that is a git repository; `null` outside git. `known` takes what was found, for the next call. */
export function repositoryAround(folder: string, known = new Map<string, string | null>()): string | null {
  const earlier = known.get(folder);
  if (earlier !== undefined) return earlier;
  const parent = dirname(folder);
  const above = (): string | null => (parent === folder ? null : repositoryAround(parent, known));
  const found = gitDirOf(folder) === null ? above() : folder;
  known.set(folder, found);
  return found;
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
