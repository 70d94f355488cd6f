import { ok } from '../server/answer.js';
import { found } from '../server/refusal.js';
import { elsewhere, inRepository, type Routes } from '../server/route.js';
import { stamp } from '../time/stamp.js';
import { roleOf } from '../tokens/access.js';
import { accountJson, profile } from '../world/accounts.js';
import { repositoryJson } from './json.js';

export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': inRepository('metadata:read', ({ world, repository, caller }) =>
    ok(repositoryJson(world, repository, caller)),
  ),

  'GET /users/{username}': elsewhere<{ params: { username: string } }>(({ world, params }) => {
    const account = found(world.accounts.get(params.username.toLowerCase()));
    const created = stamp(world.startedAt);
    return ok({ ...accountJson(world.urls, account), ...profile, created_at: created, updated_at: created });
  }),

  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': inRepository<{ params: { username: string } }>(
    'metadata:read',
    ({ world, repository, params }) => {
      const account = found(world.accounts.get(params.username.toLowerCase()));
      const role = roleOf(world, account.login, repository);
      return ok({
        permission: role === null ? (repository.private ? 'none' : 'read') : coarse[role],
        role_name: role ?? (repository.private ? 'none' : 'read'),
        user: { ...accountJson(world.urls, account), role_name: role ?? 'none' },
      });
    },
  ),
};

/** "The `permission` attribute … maps `maintain` to `write` and `triage` to `read`" (documentation of this route). */
const coarse = { read: 'read', triage: 'read', write: 'write', maintain: 'write', admin: 'admin' } as const;
