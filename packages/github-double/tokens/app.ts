import type { KeyObject } from 'node:crypto';
import type { Account } from '../world/accounts.js';
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
