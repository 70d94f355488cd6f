import type { RemoteEnvironment, RemoteRepositories, RepositoryName } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import type { Answer } from '../client/policy.js';
import { changesBetween, commitAt, resolve } from './commits.js';
import { factsOf, type RepositoryFacts, taggedCommit } from './facts.js';
import { permissionFact } from './permissions.js';
import { together } from './together.js';
import { textAt, workflowAt, workflowsOf } from './workflows.js';

/** Repositories on GitHub, as far as they can be known before anything is done to them. */
export function githubRepositories(client: Client): RemoteRepositories {
  const ask = together(client);

  /** `scopes` are a classic token's: REST tells them with each answer. */
  async function look(repository: RepositoryName): Promise<RepositoryFacts & { readonly scopes: string | null }> {
    const facts = await factsOf(ask, repository);
    if (facts) return { ...facts, scopes: client.scopes() };
    const { data, headers } = await client.sendForHeaders('GET /repos/{owner}/{repo}', { ...repository });
    return {
      defaultBranch: data.default_branch,
      isPrivate: data.private,
      mayPush: data.permissions?.push ?? false,
      scopes: headers['x-oauth-scopes'] ?? null,
    };
  }

  return {
    look,
    async permission(repository, permission) {
      const { scopes, mayPush, isPrivate } = await look(repository);
      const granted = await client.tokens.granted(repository);
      const isFineGrained = (await client.tokens.token(repository)).startsWith('github_pat_');
      return permissionFact(permission, { granted, scopes, isFineGrained, mayPush, isPrivate });
    },
    resolve: (repository, name) => resolve(client, repository, name),
    tag: async (repository, tag) =>
      (await taggedCommit(ask, repository, tag)) ?? commitAt(client, repository, `tags/${tag}`),
    async tags(repository) {
      const parameters = { ...repository, per_page: 100 };
      return (await client.send('GET /repos/{owner}/{repo}/tags', parameters)).map(({ name }) => name);
    },
    changes: (repository, from, to) => changesBetween(client, repository, { from, to }),
    workflow: (repository, file, ref) => workflowAt({ client, ask }, repository, { file, ref }),
    text: (repository, path, ref) => textAt(client, repository, { path, ref }),
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
