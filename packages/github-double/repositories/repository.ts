import type { GitRepository } from '../git/repository.js';
import type { Account } from '../world/accounts.js';

/** What somebody may do in a repository, from least to most. */
export const roles = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A repository; what subjects know about it they keep themselves (see `subject`). */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
  readonly private: boolean;
  readonly createdAt: number;
  readonly git: GitRepository;
  /** By login; the owner of a personal repository and the owners of an organisation are admins without being named. */
  readonly collaborators: Map<string, Role>;
}
