import type { RemoteEnvironment, RemoteRepositories, RepositoryName } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import type { Answer } from '../client/policy.js';
import { changesBetween, commitAt, resolve } from './commits.js';
import { permissionFact, type Standing } from './permissions.js';
import { workflowAt, workflowsOf } from './workflows.js';

/** Repositories on GitHub, as far as they can be known before anything is done to them. */
export function githubRepositories(client: Client): RemoteRepositories {
  const look = (repository: RepositoryName) => client.sendForHeaders('GET /repos/{owner}/{repo}', { ...repository });

  return {
    look: async (repository) => ({ defaultBranch: (await look(repository)).data.default_branch }),
    async permission(repository, permission) {
      const { data, headers } = await look(repository);
      const standing: Standing = {
        granted: await client.tokens.granted(repository),
        scopes: headers['x-oauth-scopes'] ?? null,
        isFineGrained: (await client.tokens.token(repository)).startsWith('github_pat_'),
        mayPush: data.permissions?.push ?? false,
        isPrivate: data.private,
      };
      return permissionFact(permission, standing);
    },
    resolve: (repository, name) => resolve(client, repository, name),
    tag: (repository, tag) => commitAt(client, repository, `tags/${tag}`),
    async tags(repository) {
      const parameters = { ...repository, per_page: 100 };
      return (await client.send('GET /repos/{owner}/{repo}/tags', parameters)).map(({ name }) => name);
    },
    changes: (repository, from, to) => changesBetween(client, repository, { from, to }),
    workflow: (repository, file, ref) => workflowAt(client, repository, { file, ref }),
    workflows: (repository) => workflowsOf(client, repository),
    async environment(repository, name) {
      const parameters = { ...repository, environment_name: name };
      const found = await client.find('GET /repos/{owner}/{repo}/environments/{environment_name}', parameters);
      return found && environmentFrom(found);
    },
    async createTag(repository, tag, commit) {
      const parameters = { ...repository, ref: `refs/tags/${tag}`, sha: commit };
      const made = await client.create('POST /repos/{owner}/{repo}/git/refs', parameters);
      return made.status === 'done' ? { status: 'done', value: null } : made;
    },
  };
}

function environmentFrom({
  protection_rules: rules = [],
}: Answer<'GET /repos/{owner}/{repo}/environments/{environment_name}'>): RemoteEnvironment {
  const [review] = rules.flatMap((rule) => ('reviewers' in rule ? [rule] : []));
  const [wait] = rules.flatMap((rule) => ('wait_timer' in rule ? [rule] : []));
  return {
    reviewers: review?.reviewers?.length ?? 0,
    preventSelfReview: review?.prevent_self_review ?? false,
    waitTimer: wait?.wait_timer ?? 0,
  };
}
