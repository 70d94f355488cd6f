import type { ResolvedSource } from '@slipway/operations/ports';
import type { Git } from '../sources/git.js';
import { gitDirOf } from '../sources/git-dir.js';
import { type Mirrors, repositoryFolder } from '../sources/mirrors.js';
import { checkOut } from './checkout.js';
import { copyFolder } from './copy.js';
import type { Trouble } from './failures.js';

export interface Repositories {
  readonly git: Git;
  readonly mirrors: Mirrors;
}

/** Checks the commit out into `folder`, or copies what is in no repository; a working copy is there already. `null`: done. */
export async function provideSource(
  source: ResolvedSource,
  folder: string,
  signal: AbortSignal,
  repositories: Repositories,
): Promise<Trouble | null> {
  switch (source.kind) {
    case 'working-copy':
      return null;
    case 'copy':
      await copyFolder(source.folder, folder, signal);
      return null;
    case 'commit':
      return provideCommit(source, folder, signal, repositories);
  }
}

async function provideCommit(
  { repository, commit }: Extract<ResolvedSource, { kind: 'commit' }>,
  folder: string,
  signal: AbortSignal,
  { git, mirrors }: Repositories,
): Promise<Trouble | null> {
  const cloned = await cloneIfMissing(repository, signal, mirrors);
  if (cloned) return cloned;
  const gitDir = gitDirOf(repositoryFolder(repository, mirrors));
  if (gitDir === null) return trouble(`${repository} is no git repository any more`);
  const answer = await checkOut(git, { gitDir, origin: repository, commit, folder, signal });
  return answer.status === 'done'
    ? null
    : trouble(`git cannot check out ${commit} of ${repository}: ${answer.complaint}`);
}

/** Resolving made the mirror; a run that goes on later may find it deleted. */
async function cloneIfMissing(repository: string, signal: AbortSignal, mirrors: Mirrors): Promise<Trouble | null> {
  if (repositoryFolder(repository, mirrors) === repository || mirrors.isThere(repository)) return null;
  const answer = await mirrors.refresh(repository, signal);
  return answer.status === 'done' ? null : trouble(`git cannot clone ${repository}: ${answer.complaint}`);
}

const trouble = (what: string): Trouble => ({ kind: 'infrastructure', what });
