import { repositoryJson } from '../repositories/json.js';
import { created, noContent, ok } from '../server/answer.js';
import { pageUnder, page } from '../server/pagination.js';
import { forbidden, found, notFound, unauthorized, unprocessable } from '../server/refusal.js';
import { type Call, elsewhere, type Routes } from '../server/route.js';
import { stamp } from '../time/stamp.js';
import { accountJson, profile } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { App, Installation } from './app.js';
import { appsOf, covers } from './apps.js';
import { issue } from './issue.js';
import { grants, type Need, type Permissions } from './permissions.js';

interface NewToken {
  params: { installation_id: number };
  body: { repositories?: readonly string[]; repository_ids?: readonly number[]; permissions?: Permissions };
}

const hour = 3_600_000;

/** GitHub Apps and their tokens; and who a token is. */
export const appRoutes: Routes = {
  'GET /app': elsewhere((call) => ok(appJson(call.world, appOf(call)))),

  'GET /app/installations': elsewhere((call) =>
    page(call, installationsOf(call), (installation) => installationJson(call.world, installation)),
  ),

  'GET /app/installations/{installation_id}': elsewhere<{ params: { installation_id: number } }>((call) =>
    ok(installationJson(call.world, installationBy(call, call.params.installation_id))),
  ),

  'POST /app/installations/{installation_id}/access_tokens': elsewhere<NewToken>((call) => {
    const { world, params, body, now } = call;
    const installation = installationBy(call, params.installation_id);
    const permissions = body.permissions ?? installation.app.permissions;
    for (const [name, level] of Object.entries(permissions)) {
      if (!grants(installation.app.permissions, `${name}:${level}` as Need)) {
        // the description allows no other words
        throw unprocessable('The permissions requested are not granted to this installation.');
      }
    }
    const repositories = repositoriesFor(world, installation, body);
    const expiresAt = now + hour;
    const spec = { kind: 'installation', app: installation.app.slug, account: installation.account.login } as const;
    const token = issue(world, { ...spec, repositories, permissions, expiresAt });
    const selection = repositories === 'all' ? 'all' : 'selected';
    return created({ token, expires_at: stamp(expiresAt), permissions, repository_selection: selection });
  }),

  'GET /repos/{owner}/{repo}/installation': elsewhere<{ params: { owner: string; repo: string } }>((call) => {
    const { world, params } = call;
    const repository = found(world.repository(`${params.owner}/${params.repo}`));
    return ok(
      installationJson(world, found(installationsOf(call).find((installation) => covers(installation, repository)))),
    );
  }),

  'GET /installation/repositories': elsewhere((call) => {
    const { world, caller } = call;
    if (caller.kind !== 'installation')
      throw forbidden(
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    const mine = world.repositories.filter((repository) =>
      covers({ ...caller.installation, repositories: caller.repositories }, repository),
    );
    return pageUnder(call, 'repositories', mine, (repository) => repositoryJson(world, repository, caller));
  }),

  'DELETE /installation/token': elsewhere(({ world, caller, headers }) => {
    if (caller.kind !== 'installation') throw forbidden('You must authenticate with an installation access token.');
    world.tokens.revoke(String(headers['authorization']).replace(/^\S+ +/, ''));
    return noContent();
  }),

  'GET /user': elsewhere(({ world, caller }) => {
    if (caller.kind === 'anonymous') throw unauthorized('Requires authentication');
    if (caller.kind !== 'classic' && caller.kind !== 'fine-grained')
      throw forbidden('Resource not accessible by integration');
    const since = stamp(world.startedAt);
    return ok({ ...accountJson(world.urls, caller.actor), ...profile, created_at: since, updated_at: since });
  }),
};

function appOf({ caller }: Pick<Call, 'caller'>): App {
  if (caller.kind === 'app') return caller.app;
  throw unauthorized('A JSON web token could not be decoded');
}

function installationsOf(call: Pick<Call, 'caller' | 'world'>): readonly Installation[] {
  const app = appOf(call);
  return appsOf(call.world).installations.filter((installation) => installation.app === app);
}

function installationBy(call: Pick<Call, 'caller' | 'world'>, id: number): Installation {
  const installation = installationsOf(call).find((one) => one.id === id);
  if (!installation) throw notFound();
  return installation;
}

/** Names without owner, or ids; all of them must be among the installation's. */
function repositoriesFor(world: World, installation: Installation, { repositories, repository_ids }: NewToken['body']) {
  if (!repositories && !repository_ids) return installation.repositories;
  const wanted = [
    ...(repositories ?? []).map((name) => world.repository(`${installation.account.login}/${name}`)),
    ...(repository_ids ?? []).map((id) => world.repositories.find((repository) => repository.id === id)),
  ];
  return wanted.map((repository) => {
    if (repository && covers(installation, repository)) return repository.fullName;
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}

const appJson = (world: World, { id, slug, owner, permissions, createdAt }: App): object => ({
  id,
  slug,
  node_id: nodeId('A', id),
  client_id: `Iv1.${id}`,
  owner: accountJson(world.urls, owner),
  name: slug,
  description: null,
  external_url: world.urls.server,
  html_url: `${world.urls.server}/apps/${slug}`,
  created_at: stamp(createdAt),
  updated_at: stamp(createdAt),
  permissions,
  events: [],
});

const installationJson = (world: World, { id, app, account, repositories, createdAt }: Installation): object => ({
  id,
  account: accountJson(world.urls, account),
  repository_selection: repositories === 'all' ? 'all' : 'selected',
  access_tokens_url: `${world.urls.api}/app/installations/${id}/access_tokens`,
  repositories_url: `${world.urls.api}/installation/repositories`,
  html_url: `${world.urls.server}/organizations/${account.login}/settings/installations/${id}`,
  app_id: app.id,
  app_slug: app.slug,
  target_id: account.id,
  target_type: account.type,
  permissions: app.permissions,
  events: [],
  created_at: stamp(createdAt),
  updated_at: stamp(createdAt),
  single_file_name: null,
  suspended_by: null,
  suspended_at: null,
});
