import type { Repository } from '../repositories/repository.js';
import type { Account } from '../world/accounts.js';
import type { App, Installation } from './app.js';
import type { Permissions } from './permissions.js';

interface Known {
  /** What the log calls it; never the token. */
  readonly label: string;
  readonly actor: Account;
}

/** Who asks. */
export type Caller =
  | { readonly kind: 'anonymous'; readonly label: 'anonymous' }
  | (Known & { readonly kind: 'classic'; readonly scopes: readonly string[] })
  | (Known & {
      readonly kind: 'fine-grained';
      /** Full names; `all`: all of the resource owner's. */
      readonly repositories: 'all' | readonly string[];
      readonly permissions: Permissions;
    })
  | (Known & {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly repositories: 'all' | readonly string[];
      readonly permissions: Permissions;
    })
  /** The `GITHUB_TOKEN` of a workflow run. */
  | (Known & { readonly kind: 'workflow'; readonly repository: Repository; readonly permissions: Permissions })
  /** An App that shows its JSON web token. */
  | (Known & { readonly kind: 'app'; readonly app: App });

export type KnownCaller = Exclude<Caller, { kind: 'anonymous' }>;

/** Whom the effects of a request are put down to; routes that write are never asked anonymously. */
export function actorOf(caller: Caller): Account {
  if (caller.kind === 'anonymous')
    throw new Error('a route that writes was asked anonymously: it must say what it needs');
  return caller.actor;
}
