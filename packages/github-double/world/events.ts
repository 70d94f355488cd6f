import type { Repository } from '../repositories/repository.js';
import type { Account } from './accounts.js';

/** What subjects tell each other: workflows start when a ref moves, whoever moved it. */
export interface WorldEvents {
  readonly 'ref-moved': {
    readonly repository: Repository;
    readonly ref: string;
    /** `null`: it was not there before. */
    readonly before: string | null;
    /** `null`: it is gone. */
    readonly after: string | null;
    readonly actor: Account;
    /** GitHub starts no workflow by what a workflow's own token did. */
    readonly startsWorkflows: boolean;
  };
  readonly 'release-changed': {
    readonly repository: Repository;
    readonly release: number;
    readonly action: 'created' | 'edited' | 'published' | 'released' | 'prereleased' | 'deleted';
    readonly actor: Account;
    readonly startsWorkflows: boolean;
  };
}

type Listener<Name extends keyof WorldEvents> = (event: WorldEvents[Name]) => void;

/** Listeners are called at once, in the order in which they came. */
export class Events {
  readonly #listeners: { [Name in keyof WorldEvents]: Listener<Name>[] } = { 'ref-moved': [], 'release-changed': [] };

  on<Name extends keyof WorldEvents>(name: Name, listener: Listener<Name>): void {
    this.#listeners[name].push(listener);
  }

  emit<Name extends keyof WorldEvents>(name: Name, event: WorldEvents[Name]): void {
    for (const listener of this.#listeners[name]) listener(event);
  }
}
