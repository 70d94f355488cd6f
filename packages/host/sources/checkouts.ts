import { existsSync, realpathSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CheckoutChange, Checkouts, Standing } from '@slipway/operations/ports';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import { onDisk } from '../disk.js';
import { addressOf, type AddressBase } from './address.js';
import { type Git, type GitAnswer, gitWith } from './git.js';
import { gitDirOf, repositoryAround } from './git-dir.js';
import { isFolder } from './mirrors.js';

export interface CheckoutsOptions extends AddressBase {
  readonly environment: Readonly<Record<string, string>>;
}

/** The user's checkouts on this machine. */
export function gitCheckouts(options: CheckoutsOptions): Checkouts {
  const git = gitWith(options.environment);
  return {
    async look(path) {
      if (!existsSync(path)) return { kind: 'missing' };
      const root = isFolder(path) ? rootOf(path) : null;
      return root === null ? { kind: 'no-git' } : { kind: 'checkout', root };
    },
    async clone(repository, path) {
      const place = addressOf(repository, options);
      return place.kind === 'refused'
        ? { status: 'failed', complaint: `the repository ${place.what}; ${place.remedy}` }
        : onDisk(path, () => clone(git, place.address, path));
    },
    async hasRemote(root) {
      const answer = await git(['remote'], { folder: root });
      return answer.status === 'done' && answer.output !== '';
    },
    fetch: async (root) => changeOf(await git(['fetch', '--quiet', '--tags'], { folder: root })),
    async standing(root) {
      // What is in submodules is theirs; new files do not hinder: `forward` does not overwrite them.
      const how = ['--porcelain=v2', '--branch', '--untracked-files=no', '--ignore-submodules=all'];
      const answer = await git(['status', ...how], { folder: root });
      return answer.status === 'done' ? standingIn(answer.output) : null;
    },
    forward: async (root) =>
      changeOf(await git(['merge', '--quiet', '--ff-only', '--no-overwrite-ignore', '@{upstream}'], { folder: root })),
  };
}

/** A linked folder stands where it leads. */
const rootOf = (path: string): string | null => (gitDirOf(path) === null ? repositoryAround(realpathSync(path)) : path);

const changeOf = (answer: GitAnswer): CheckoutChange => (answer.status === 'done' ? { status: 'done' } : answer);

/** Under another name first, so that a clone that was killed is never taken for a checkout. */
async function clone(git: Git, address: string, path: string): Promise<CheckoutChange> {
  const parent = dirname(path);
  const prefix = `.${basename(path)}.unfinished.`;
  const unfinished = join(parent, unfinishedName(prefix));
  await mkdir(parent, { recursive: true });
  sweepUnfinished(parent, prefix);
  try {
    const answer = await git(['clone', '--quiet', '--', address, unfinished]);
    if (answer.status === 'done') await rename(unfinished, path);
    return changeOf(answer);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Reads git-status(1), "Porcelain Format Version 2". */
function standingIn(output: string): Standing {
  const header = (name: string): string | undefined => new RegExp(`^# ${name} (.*)$`, 'm').exec(output)?.[1];
  const branch = header('branch\\.head');
  const distance = /^\+(\d+) -(\d+)$/.exec(header('branch\\.ab') ?? '');
  return {
    changes: output.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    branch: branch === undefined || branch === '(detached)' ? null : branch,
    distance: distance && { ahead: Number(distance[1]), behind: Number(distance[2]) },
  };
}
