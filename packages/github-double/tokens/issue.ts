import type { World } from '../world/world.js';
import { appsOf } from './apps.js';
import type { KnownCaller } from './caller.js';
import type { Permissions } from './permissions.js';

interface Common {
  /** What the log calls it; by default its kind and whose it is. */
  readonly label?: string;
  /** Milliseconds since 1970; by default never, an hour for those of Apps. */
  readonly expiresAt?: number;
}

/** A token to give out. Repositories are full names. */
export type TokenSpec = Common &
  (
    | { readonly kind: 'classic'; readonly user: string; readonly scopes?: readonly string[] }
    | {
        readonly kind: 'fine-grained';
        readonly user: string;
        readonly repositories: 'all' | readonly string[];
        readonly permissions: Permissions;
      }
    | {
        readonly kind: 'installation';
        readonly app: string;
        readonly account: string;
        readonly repositories?: 'all' | readonly string[];
        readonly permissions?: Permissions;
      }
    | { readonly kind: 'workflow'; readonly repository: string; readonly permissions: Permissions }
  );

const hour = 3_600_000;

/** Gives out a token; throws where the spec names what is not in the world. */
export function issue(world: World, spec: TokenSpec): string {
  const caller = callerOf(world, spec);
  const expiresAt = spec.expiresAt ?? (spec.kind === 'installation' ? world.clock.now() + hour : null);
  return world.tokens.issue(caller, expiresAt);
}

function callerOf(world: World, spec: TokenSpec): KnownCaller {
  switch (spec.kind) {
    case 'classic': {
      const { user, scopes = ['repo', 'workflow'], label = `classic token of ${user}` } = spec;
      return { kind: 'classic', label, actor: world.account(user), scopes };
    }
    case 'fine-grained': {
      const { user, repositories, permissions, label = `fine-grained token of ${user}` } = spec;
      return { kind: 'fine-grained', label, actor: world.account(user), repositories, permissions };
    }
    case 'installation':
      return installationCaller(world, spec);
    case 'workflow': {
      const { permissions, label = `GITHUB_TOKEN of ${spec.repository}` } = spec;
      const repository = world.repository(spec.repository);
      if (!repository) throw new Error(`${spec.repository} is not in the world`);
      return { kind: 'workflow', label, actor: world.account('github-actions[bot]', 'Bot'), repository, permissions };
    }
  }
}

function installationCaller(world: World, spec: Extract<TokenSpec, { kind: 'installation' }>): KnownCaller {
  const installation = appsOf(world).installations.find(
    ({ app, account }) => app.slug === spec.app && account.login === spec.account,
  );
  if (!installation) throw new Error(`the App ${spec.app} is not installed at ${spec.account}`);
  const { repositories = installation.repositories, permissions = installation.app.permissions } = spec;
  const { label = `installation of ${spec.app} at ${spec.account}` } = spec;
  return { kind: 'installation', label, actor: installation.app.bot, installation, repositories, permissions };
}
