import type { KeyObject } from 'node:crypto';
import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import { subject } from '../world/subject.js';
import type { Permissions } from './permissions.js';

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly owner: Account;
  readonly publicKey: KeyObject;
  readonly permissions: Permissions;
  readonly createdAt: number;
  /** `<slug>[bot]`. */
  readonly bot: Account;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** Full names; `all`: all of the account's. */
  readonly repositories: 'all' | readonly string[];
  readonly createdAt: number;
}

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
