import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { ifThere, keepOutOfGit } from '../disk.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import type { Git, GitAnswer, GitCall } from './git.js';

/** Bare copies of repositories elsewhere, kept from run to run. */
export interface Mirrors {
  /** Where the repository's copy is, or will be; absolute. */
  folderOf(address: string): string;
  isThere(address: string): boolean;
  /** Clones it, or fetches all branches and tags, once in the life of this object, unless it is given up. */
  refresh(address: string, signal?: AbortSignal): Promise<GitAnswer>;
  /** Fetches a commit that no branch and no tag reaches; many servers give it. */
  fetchCommit(address: string, commit: string): Promise<GitAnswer>;
}

export function mirrorsIn(folder: string, git: Git): Mirrors {
  const refreshed = new Map<string, Promise<GitAnswer>>();
  const folderOf = (address: string): string => join(folder, mirrorName(address));
  const isThere = (address: string): boolean => existsSync(folderOf(address));
  const fetch = (address: string, refs: readonly string[], call: GitCall = {}): Promise<GitAnswer> => {
    const options = ['--quiet', '--prune', '--no-write-fetch-head'];
    return git([`--git-dir=${folderOf(address)}`, 'fetch', ...options, '--', address, ...refs], call);
  };
  return {
    folderOf,
    isThere,
    refresh(address, signal) {
      const begun = refreshed.get(address);
      if (begun) return begun;
      const call = signal ? { signal } : {};
      const work = isThere(address)
        ? unlocked(folderOf(address), () => fetch(address, everything, call))
        : clone(git, { address, mirror: folderOf(address) }, call);
      refreshed.set(address, work);
      return work.finally(() => signal?.aborted && refreshed.delete(address));
    },
    fetchCommit: (address, commit) => fetch(address, [commit]),
  };
}

/** Where to read the repository: on this machine where it is (its address is an absolute path), others in their mirror. */
export const repositoryFolder = (address: string, mirrors: Mirrors): string =>
  address.startsWith('/') && isFolder(address) ? address : mirrors.folderOf(address);

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Forced, so that a tag that was moved moves here too. */
const everything = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

const attempts = 10;

/** Git holds a lock for moments: one that stays for so long was left by a git that was killed. Milliseconds. */
const moments = 5_000;

/** A killed git's locks would keep every later fetch out: those that stay are removed, and it is tried once more. */
async function unlocked(mirror: string, fetch: () => Promise<GitAnswer>): Promise<GitAnswer> {
  const answer = await tried(fetch);
  if (!isLocked(answer)) return answer;
  const before = locksIn(mirror);
  await after(moments);
  for (const [lock, time] of locksIn(mirror)) if (before.get(lock) === time) rmSync(lock, { force: true });
  return tried(fetch);
}

/** Another process may be moving the same refs: git lets one do so, and tells the other that they are locked. */
async function tried(fetch: () => Promise<GitAnswer>): Promise<GitAnswer> {
  let answer = await fetch();
  for (let attempt = 1; attempt < attempts && isLocked(answer); attempt += 1) answer = await fetch();
  return answer;
}

const isLocked = (answer: GitAnswer): boolean =>
  answer.status === 'failed' && /cannot lock ref|Unable to create '.*\.lock'/.test(answer.complaint);

/** The locks of a repository, and when each was taken. */
function locksIn(mirror: string): ReadonlyMap<string, number | undefined> {
  const names = ifThere(() => readdirSync(mirror, { recursive: true, encoding: 'utf8' })) ?? [];
  const paths = names.filter((name) => name.endsWith('.lock')).map((name) => join(mirror, name));
  return new Map(paths.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs]));
}

/** Readable, and different for different addresses. */
function mirrorName(address: string): string {
  const name = basename(address, '.git').replace(/[^\w.-]/g, '_');
  return `${name}-${createHash('sha256').update(address).digest('hex').slice(0, 12)}.git`;
}

/** Under another name first: a clone that was killed is never taken for a mirror. Another process may be faster. */
async function clone(
  git: Git,
  { address, mirror }: { readonly address: string; readonly mirror: string },
  call: GitCall,
): Promise<GitAnswer> {
  const [folder, prefix] = [dirname(mirror), `${basename(mirror)}.unfinished.`];
  const unfinished = join(folder, unfinishedName(prefix));
  await mkdir(folder, { recursive: true });
  keepOutOfGit(folder);
  sweepUnfinished(folder, prefix);
  try {
    const answer = await git(['clone', '--quiet', '--bare', '--template=', '--', address, unfinished], call);
    if (answer.status === 'done') await rename(unfinished, mirror).catch((error) => faster(mirror, error));
    return answer;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function faster(mirror: string, error: unknown): void {
  if (!existsSync(mirror)) throw error;
}
