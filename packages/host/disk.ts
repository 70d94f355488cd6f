import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, type ProblemCode, ReleaseError } from '@slipway/domain';

/** The code of an error that the system gave (`ENOENT`); empty where it gave none. */
export const systemCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What `read` gives; `null` where there is no such file or folder. */
export function ifThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Tells git to leave a folder alone, that folder's own `.gitignore` included. */
export function keepOutOfGit(folder: string): void {
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

const refusals: Readonly<Record<string, readonly [ProblemCode, what: string, remedy: string]>> = {
  ENOSPC: ['unavailable', 'no space is left on the disk', 'free some space and run the same command again'],
  EDQUOT: ['unavailable', 'the disk quota is used up', 'free some space and run the same command again'],
  ENOTDIR: ['conflict', 'a file stands where a folder is needed', 'move the file away'],
  EEXIST: ['conflict', 'a file stands where a folder is needed', 'move the file away'],
  ENOTSUP: ['unavailable', 'the file system cannot do this', 'choose a folder on one that has hard links'],
  EROFS: ['missing-permission', 'the file system is read-only', 'choose a folder that can be written to'],
  EACCES: ['missing-permission', 'access is denied', 'give this user access to it'],
  EPERM: [
    'missing-permission',
    'the system does not permit it',
    'give this user access to it, on a file system with hard links',
  ],
};

/** Does `work` on `path`; what the system refuses is told as a finding. Other errors pass through. */
export async function onDisk<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error, path);
    throw refusal ? new ReleaseError([refusal], { cause: error }) : error;
  }
}

/** What the system refused, on the way to `path`; `null` for an error that is none of these. */
export function refusalOf(error: unknown, path: string): Finding | null {
  const refusal = refusals[systemCode(error)];
  if (!refusal) return null;
  const [code, what, remedy] = refusal;
  return { code, severity: 'error', what, where: pathIn(error) ?? path, remedy };
}

/** The file that the system's refusal is about, where it says so: of a copy or a link the new one. */
function pathIn(error: unknown): string | null {
  const { dest, path }: { dest?: unknown; path?: unknown } = typeof error === 'object' && error !== null ? error : {};
  const told = dest ?? path;
  return typeof told === 'string' ? told : null;
}
