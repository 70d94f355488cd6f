import { ReleaseError } from '@slipway/domain';
import type { RepositoryName, RunStanding, WorkflowRun, WorkflowRuns } from '@slipway/operations/ports';
import * as z from 'zod/mini';
import type { Client } from '../client/client.js';
import { Refusal } from '../client/refusal.js';
import { fullName } from '../client/repository.js';
import { glancer } from './glance.js';
import { standingFrom } from './json.js';
import { findRuns } from './search.js';
import { starter } from './start.js';

const route = '/repos/{owner}/{repo}/actions/runs/{run_id}';

const viewer = z.object({ viewer: z.object({ login: z.string() }) });

/** Workflow runs on GitHub. */
export function githubWorkflowRuns(client: Client): WorkflowRuns {
  /** By the run's id: the answer to a dispatch does not tell it, all others do. */
  const nodeIds = new Map<number, string | null>();

  const learned = <Run extends WorkflowRun>(run: Run): Run => {
    nodeIds.set(run.id, run.nodeId);
    return run;
  };

  async function lookUp({ repository, id }: WorkflowRun): Promise<RunStanding | null> {
    const found = await client.find(`GET ${route}`, { ...repository, run_id: id });
    if (found === null) return null;
    const standing = standingFrom(repository, found);
    learned(standing.run);
    return standing;
  }

  /** By the tokens' scopes: one token has one sender. */
  const senders = new Map<string, Promise<string | null>>();

  async function viewerOf(repository: RepositoryName): Promise<string | null> {
    const { data } = await client.query({ query: '{ viewer { login } }', variables: {} }, repository);
    return viewer.safeParse(data).data?.viewer.login ?? null;
  }

  return {
    start: starter(client),
    find: async (search) => (await findRuns(client, search)).map(learned),
    ...glancer({
      client,
      nodeIdOf: ({ id, nodeId }) => nodeId ?? nodeIds.get(id) ?? null,
      stageByRest: async (run) => (await lookUp(run))?.stage ?? null,
    }),
    async standing(run) {
      const standing = await lookUp(run);
      if (standing === null) throw gone(run);
      return standing;
    },
    async cancel({ repository, id }) {
      try {
        await client.send(`POST ${route}/cancel`, { ...repository, run_id: id });
      } catch (error) {
        // "Cannot cancel a workflow run that is completed."
        if (!(error instanceof Refusal && error.status === 409)) throw error;
      }
    },
    async rerunFailed({ repository, id }) {
      try {
        const sent = await client.create(`POST ${route}/rerun-failed-jobs`, { ...repository, run_id: id });
        return sent.status === 'done' ? { status: 'done', value: null } : sent;
      } catch (error) {
        throw error instanceof Refusal && isNotAgain(error) ? notAgain({ repository, id }, error) : error;
      }
    },
    sender(repository) {
      const scope = client.tokens.scope(repository);
      const login = senders.get(scope) ?? viewerOf(repository);
      senders.set(scope, login);
      return login;
    },
    serverTime: () => client.serverTime(),
  };
}

type RunName = { readonly repository: RepositoryName; readonly id: number };

const gone = ({ repository, id }: RunName): ReleaseError =>
  new ReleaseError([
    {
      code: 'not-found',
      severity: 'error',
      what: `the workflow run ${id} is not there`,
      where: fullName(repository),
      remedy: 'it may have been deleted: start the build again',
    },
  ]);

/** Both come as 403, like a missing permission (metabase/metabase#70916). */
const isNotAgain = ({ status, failure }: Refusal): boolean =>
  status === 403 && /already running|cannot be retried/.test(failure.message);

const notAgain = ({ repository, id }: RunName, { failure }: Refusal): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: `the workflow run ${id} cannot be done again (${failure.message})`,
      where: fullName(repository),
      remedy: 'a run can be rerun 50 times within 30 days once it has ended: start a new one',
    },
  ]);
