import { environmentName, reviewersJson } from '../environments/json.js';
import { repositoryUrl } from '../repositories/json.js';
import { ok } from '../server/answer.js';
import { unprocessable } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { stamp } from '../time/stamp.js';
import { actorOf } from '../tokens/caller.js';
import { accountJson } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import { mayReview, review, waitingAtGates } from './review.js';
import { branchOf, type Gate, type Run } from './run.js';
import { type ByRun, runBy } from './run-routes.js';

interface Decision {
  environment_ids: readonly number[];
  state: 'approved' | 'rejected';
  comment: string;
}

export const reviewRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': inRepository<ByRun>('actions:read', (call) => {
    const { world, repository } = call;
    return ok(
      runBy(call).reviews.map(({ environment, state, user, comment }) => ({
        environments: [
          {
            ...environmentName(world, repository, environment),
            created_at: stamp(environment.createdAt),
            updated_at: stamp(environment.updatedAt),
          },
        ],
        state,
        user: accountJson(world.urls, user),
        comment,
      })),
    );
  }),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': inRepository<ByRun>('actions:read', (call) => {
    const { world, repository, caller } = call;
    const run = runBy(call);
    return ok(
      gatesOf(call, run).map((gate) => ({
        environment: environmentName(world, repository, gate.environment),
        wait_timer: gate.environment.waitTimer,
        wait_timer_started_at: gate.environment.waitTimer > 0 ? stamp(gate.since) : null,
        current_user_can_approve: caller.kind !== 'anonymous' && mayReview(run, gate, caller.actor),
        reviewers: reviewersJson(world, gate.environment),
      })),
    );
  }),

  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': inRepository<ByRun & { body: Decision }>(
    'deployments:write',
    decide,
  ),
};

/** One for each environment. */
const gatesOf = ({ world }: RepositoryCall, run: Run): readonly Gate[] => [
  ...new Map(waitingAtGates(world, run).map(({ gate }) => [gate.environment.id, gate])).values(),
];

function decide(call: RepositoryCall<ByRun & { body: Decision }>) {
  const { world, caller, body } = call;
  const run = runBy(call);
  const user = actorOf(caller);
  const gates = body.environment_ids.map((id) => {
    const gate = gatesOf(call, run).find(({ environment }) => environment.id === id);
    if (!gate) throw unprocessable(`Environment ${id} has no pending deployment in this workflow run`);
    if (!mayReview(run, gate, user)) throw unprocessable(`${user.login} cannot review deployments to ${id}`);
    return gate;
  });
  for (const { environment } of gates) {
    review(world, run, { environment, state: body.state, user, comment: body.comment });
    call.did(`deployment-${body.state}`, { run: run.id, environment: environment.name });
  }
  return ok(gates.map((gate) => deploymentJson(call, run, gate)));
}

function deploymentJson({ world, repository }: RepositoryCall, run: Run, gate: Gate): object {
  const url = `${repositoryUrl(world, repository)}/deployments/${gate.deployment}`;
  return {
    url,
    id: gate.deployment,
    node_id: nodeId('DE', gate.deployment),
    sha: run.sha,
    ref: branchOf(run),
    task: 'deploy',
    payload: {},
    original_environment: gate.environment.name,
    environment: gate.environment.name,
    description: null,
    creator: accountJson(world.urls, run.actor),
    created_at: stamp(gate.since),
    updated_at: stamp(world.clock.now()),
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world, repository),
  };
}
