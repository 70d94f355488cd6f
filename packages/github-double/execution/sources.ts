import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Repository } from '../repositories/repository.js';
import type { World } from '../world/world.js';
import type { ExecutionOptions } from './execution.js';
import { type Source, UnknownAction } from './uses.js';

/** With git itself: act reads commit and branch from the repository that it runs in. */
export function checkOut({ git, fullName }: Pick<Repository, 'git' | 'fullName'>, ref: string, folder: string): void {
  const sha = git.resolve(ref)?.sha;
  if (sha === undefined) throw new UnknownAction(`${fullName} has no ${ref}`);
  execFileSync('git', ['clone', '--quiet', '--no-checkout', '--shared', git.onDisk(), folder]);
  execFileSync('git', ['-C', folder, 'checkout', '--quiet', '--detach', sha]);
}

const standIns = dirname(createRequire(import.meta.url).resolve('#stand-ins/README.md'));

/** Given folders first, then the world's repositories at that ref, then the stand-ins. */
export function sourceOf(world: World, { actions = {} }: ExecutionOptions, folder: string): Source {
  return (name, ref) => {
    const given = actions[name];
    if (given !== undefined) return given;
    const repository = world.repository(name);
    if (repository) {
      const to = join(folder, 'actions', `${name.replace('/', '-')}-${ref.replace(/[^\w.-]/g, '-')}`);
      checkOut(repository, ref, to);
      return to;
    }
    const standIn = join(standIns, name);
    return existsSync(standIn) ? standIn : null;
  };
}
