import type { Maker } from '../artifacts/artifact.js';
import { runtimeToken } from '../artifact-service/runtime-token.js';
import { repositoryJson } from '../repositories/json.js';
import { branchOf } from '../runs/run.js';
import type { RunFacts } from '../runs/script.js';
import { mapOf } from '../workflows/yaml.js';
import { accountJson } from '../world/accounts.js';
import type { World } from '../world/world.js';
import type { Execution } from './execution.js';

/** As GitHub puts it into GITHUB_EVENT_PATH: what belongs to the event, and what all events tell. */
export const eventOf = (world: World, { repository, run, actor }: Execution): object => ({
  ...mapOf(run.payload),
  repository: repositoryJson(world, repository, { kind: 'anonymous', label: 'anonymous' }),
  ...(repository.owner.type === 'Organization' ? { organization: accountJson(world.urls, repository.owner) } : {}),
  sender: accountJson(world.urls, actor),
});

/** What the runner sets and act does not, and the addresses of the double. */
export function environmentOf(world: World, { repository, run, actor }: Execution): Readonly<Record<string, string>> {
  const { api, storage, server } = world.urls;
  return {
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_REF: run.ref,
    GITHUB_WORKFLOW_REF: `${run.repository}/.github/workflows/${run.workflow}@${run.ref}`,
    GITHUB_TRIGGERING_ACTOR: actor.login,
    GITHUB_API_URL: api,
    GITHUB_GRAPHQL_URL: `${api}/graphql`,
    RUNNER_NAME: 'the double',
    RUNNER_ENVIRONMENT: 'self-hosted',
    ACTIONS_RESULTS_URL: storage,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(world, { repository, run: makerOf(run) }),
    DOUBLE_SERVER_URL: server,
    DOUBLE_ARTIFACT_CLIENT: import.meta.resolve('@actions/artifact'),
    NO_COLOR: '1',
    GIT_PAGER: 'cat',
  };
}

/** For a job that the attempt has taken over from the one before: see `Scope.keptJob`. */
export const keptJobToken = (world: World, { repository, run }: Execution): string =>
  runtimeToken(world, { repository, run: makerOf(run), keptJob: true });

const makerOf = ({ id, attempt, ref, sha }: RunFacts): Maker => ({
  id,
  attempt,
  headBranch: branchOf({ ref }),
  headSha: sha,
});
