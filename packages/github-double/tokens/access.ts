import type { Repository, Role } from '../repositories/repository.js';
import { roles } from '../repositories/repository.js';
import { forbidden, notFound, type Refusal, unauthorized } from '../server/refusal.js';
import type { World } from '../world/world.js';
import { covers } from './apps.js';
import type { Caller, KnownCaller } from './caller.js';
import { grants, type Need, needParts, type Permissions } from './permissions.js';

/** Why `caller` may not do what needs `need` here, in GitHub's words; `null` where it may. */
export function refusalOf(world: World, caller: Caller, repository: Repository, need: Need): Refusal | null {
  const [name, level] = needParts(need);
  if (!sees(world, caller, repository)) return notFound();
  if (level === 'read' && !repository.private && name !== 'administration') return null;
  if (caller.kind === 'anonymous') return unauthorized('Requires authentication');
  if (may(world, caller, repository, need)) return null;
  return caller.kind === 'classic' && need === 'contents:write' ? notFound() : forbidden(words[caller.kind]);
}

/**
 * The sentences are GitHub's; that a classic token hears of admin rights whatever it lacks is what users report, except where
 * it may not write contents: then there is nothing to be found (see docs/github-double.md).
 */
const words: Record<KnownCaller['kind'], string> = {
  classic: 'Must have admin rights to Repository.',
  'fine-grained': 'Resource not accessible by personal access token',
  installation: 'Resource not accessible by integration',
  workflow: 'Resource not accessible by integration',
  app: 'Resource not accessible by integration',
};

/**
 * What every answer says of the token: to classic ones their scopes, to all others the permission that the route needs, held or
 * not.
 */
export function accessHeaders(caller: Caller, need: Need | 'nothing'): Readonly<Record<string, string>> {
  if (caller.kind === 'anonymous' || caller.kind === 'app') return {};
  if (caller.kind === 'classic') return { 'x-oauth-scopes': caller.scopes.toSorted().join(', ') };
  return need === 'nothing' ? {} : { 'x-accepted-github-permissions': need.replace(':', '=') };
}

/** A private repository is not there for those who have no part in it. */
function sees(world: World, caller: Caller, repository: Repository): boolean {
  if (!repository.private) return true;
  switch (caller.kind) {
    case 'anonymous':
    case 'app':
      return false;
    case 'classic':
      return caller.scopes.includes('repo') && roleOf(world, caller.actor.login, repository) !== null;
    case 'fine-grained':
      return isListed(caller.repositories, repository) && roleOf(world, caller.actor.login, repository) !== null;
    case 'installation':
      return covers({ ...caller.installation, repositories: caller.repositories }, repository);
    case 'workflow':
      return caller.repository === repository;
  }
}

function may(world: World, caller: KnownCaller, repository: Repository, need: Need): boolean {
  switch (caller.kind) {
    case 'app':
      return false;
    case 'classic':
      return mayByScope(caller.scopes, repository) && mayByRole(world, caller.actor.login, repository, need);
    case 'fine-grained':
      return (
        isListed(caller.repositories, repository) &&
        both(world, caller.actor.login, caller.permissions, repository, need)
      );
    case 'installation':
      return (
        covers({ ...caller.installation, repositories: caller.repositories }, repository) &&
        grants(caller.permissions, need)
      );
    case 'workflow':
      return caller.repository === repository && grants(caller.permissions, need);
  }
}

const both = (world: World, login: string, permissions: Permissions, repository: Repository, need: Need): boolean =>
  grants(permissions, need) && mayByRole(world, login, repository, need);

const mayByScope = (scopes: readonly string[], repository: Repository): boolean =>
  scopes.includes('repo') || (!repository.private && scopes.includes('public_repo'));

function mayByRole(world: World, login: string, repository: Repository, need: Need): boolean {
  const role = roleOf(world, login, repository);
  return role !== null && roles.indexOf(role) >= roles.indexOf(roleFor(need));
}

/** The least role that may do it. */
function roleFor(need: Need): Role {
  const [name, level] = needParts(need);
  if (name === 'administration' || need === 'environments:write') return 'admin';
  return level === 'write' ? 'write' : 'read';
}

export function roleOf(world: World, login: string, repository: Repository): Role | null {
  if (repository.owner.login === login || world.owners.get(repository.owner.login)?.includes(login)) return 'admin';
  return repository.collaborators.get(login) ?? null;
}

const isListed = (listed: 'all' | readonly string[], repository: Repository): boolean =>
  listed === 'all' || listed.includes(repository.fullName);
