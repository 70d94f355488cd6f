import { join } from 'node:path';
import { GitRepository } from '../git/repository.js';
import { Faults } from '../faults/faults.js';
import type { Limits } from '../limits/limits.js';
import { Log } from '../log/log.js';
import type { Repository, Role } from '../repositories/repository.js';
import type { DoubleClock } from '../time/clock.js';
import { Tokens } from '../tokens/tokens.js';
import { Violations } from '../validation/violations.js';
import type { Account } from './accounts.js';
import { Events } from './events.js';
import { Ids } from './ids.js';
import type { Urls } from './urls.js';

interface Parts {
  readonly clock: DoubleClock;
  /** A folder of our own, removed when the double is closed. */
  readonly folder: string;
  readonly limits: Limits;
}

export interface NewRepository {
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly collaborators: Readonly<Record<string, Role>>;
}

/** All that there is. Subjects keep their state beside it (see `subject`). */
export class World {
  readonly clock: DoubleClock;
  readonly folder: string;
  readonly limits: Limits;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Known once the hosts listen. */
  urls: Urls = { api: '', uploads: '', storage: '', server: '' };
  readonly ids = new Ids();
  readonly log = new Log();
  readonly violations = new Violations();
  readonly events = new Events();
  readonly tokens = new Tokens();
  readonly faults: Faults;
  /** Requests that wait for the clock to move before they are answered. */
  asleep = 0;
  readonly accounts = new Map<string, Account>();
  /** Owners of organisations, by the organisation's login. */
  readonly owners = new Map<string, readonly string[]>();
  readonly #repositories = new Map<string, Repository>();

  constructor({ clock, folder, limits }: Parts) {
    this.clock = clock;
    this.folder = folder;
    this.limits = limits;
    this.startedAt = clock.now();
    this.faults = new Faults(clock);
  }

  /** A request's sleep: whoever drives the clock must not wait for its answer. */
  async sleepAwhile(ms: number): Promise<void> {
    this.asleep += 1;
    await this.clock.sleep(ms);
    this.asleep -= 1;
  }

  get repositories(): readonly Repository[] {
    return [...this.#repositories.values()];
  }

  /** GitHub does not tell upper from lower case here. */
  repository(fullName: string): Repository | null {
    return this.#repositories.get(fullName.toLowerCase()) ?? null;
  }

  /** Finds the account, or makes one. */
  account(login: string, type: Account['type'] = 'User'): Account {
    const key = login.toLowerCase();
    const account = this.accounts.get(key) ?? { id: this.ids.next(), login, type };
    this.accounts.set(key, account);
    return account;
  }

  addRepository(fullName: string, { private: isPrivate, defaultBranch, collaborators }: NewRepository): Repository {
    const [owner = '', name = ''] = fullName.split('/');
    if (this.repository(fullName)) throw new Error(`${fullName} is in the world already`);
    const repository: Repository = {
      id: this.ids.next(),
      owner: this.account(owner),
      name,
      fullName,
      private: isPrivate,
      createdAt: this.clock.now(),
      git: new GitRepository(join(this.folder, 'repositories', `${fullName}.git`), defaultBranch),
      collaborators: new Map(Object.entries(collaborators)),
    };
    this.#repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }
}
