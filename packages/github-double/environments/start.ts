import type { Repository } from '../repositories/repository.js';
import type { Step } from '../world/start.js';
import { putEnvironment, type Rules, unprotected } from './environment.js';

/** An environment's rules when the story begins. */
export interface EnvironmentStart extends Partial<Omit<Rules, 'reviewers' | 'branchPolicy'>> {
  /** Logins. */
  readonly reviewers?: readonly string[];
  /** Patterns of the branches and tags that may deploy; by default all. */
  readonly branches?: readonly string[];
}

export const environment =
  (name: string, { reviewers = [], branches, ...rules }: EnvironmentStart = {}): Step<Repository> =>
  (repository, world) => {
    putEnvironment(world, repository, name, {
      ...unprotected,
      ...rules,
      reviewers: reviewers.map((login) => world.account(login)),
      branchPolicy: branches ? 'custom' : null,
      branches: branches ?? [],
    });
  };
