import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import { subject } from '../world/subject.js';
import type { App, Installation } from './app.js';

interface Apps {
  readonly apps: App[];
  readonly installations: Installation[];
}

export const appsOf = subject<World, Apps>(() => ({ apps: [], installations: [] }));

/** Whether the installation was given this repository. */
export const covers = (
  { repositories, account }: Pick<Installation, 'repositories' | 'account'>,
  repository: { readonly fullName: string; readonly owner: Account },
): boolean =>
  repositories === 'all' ? account.id === repository.owner.id : repositories.includes(repository.fullName);
