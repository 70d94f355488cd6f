import { noContent, ok } from '../server/answer.js';
import { pageUnder } from '../server/pagination.js';
import { found, unprocessable } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import type { Account } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import {
  type Environment,
  environmentsOf,
  findEnvironment,
  putEnvironment,
  removeEnvironment,
  type Rules,
  unprotected,
} from './environment.js';
import { environmentJson } from './json.js';

interface Named {
  params: { environment_name: string };
}

interface Wish {
  wait_timer?: number;
  prevent_self_review?: boolean;
  reviewers?: readonly { type?: 'User' | 'Team'; id?: number }[] | null;
  deployment_branch_policy?: { protected_branches: boolean; custom_branch_policies: boolean } | null;
}

export const environmentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/environments': inRepository('actions:read', (call) =>
    pageUnder(call, 'environments', environmentsOf(call.repository), (environment) =>
      environmentJson(call.world, call.repository, environment),
    ),
  ),

  'GET /repos/{owner}/{repo}/environments/{environment_name}': inRepository<Named>('actions:read', (call) =>
    ok(environmentJson(call.world, call.repository, environmentBy(call))),
  ),

  'PUT /repos/{owner}/{repo}/environments/{environment_name}': inRepository<Named & { body: Wish }>(
    'administration:write',
    (call) => {
      const { world, repository, params, body } = call;
      const environment = putEnvironment(world, repository, params.environment_name, rulesOf(world, body));
      call.did('environment-put', { environment: environment.name });
      return ok(environmentJson(world, repository, environment));
    },
  ),

  'DELETE /repos/{owner}/{repo}/environments/{environment_name}': inRepository<Named>(
    'administration:write',
    (call) => {
      const environment = environmentBy(call);
      removeEnvironment(call.repository, environment);
      call.did('environment-deleted', { environment: environment.name });
      return noContent();
    },
  ),

  'GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': inRepository<Named>(
    'actions:read',
    (call) =>
      pageUnder(call, 'branch_policies', environmentBy(call).branches, ({ id, name }) => ({
        id,
        node_id: nodeId('DBP', id),
        name,
      })),
  ),
};

const environmentBy = ({ repository, params }: RepositoryCall<Named>): Environment =>
  found(findEnvironment(repository, params.environment_name));

/** What is not said is not kept: "Create or update" puts the whole. */
function rulesOf(world: World, wish: Wish): Rules {
  const { wait_timer: waitTimer = 0, prevent_self_review: preventSelfReview = false } = wish;
  const reviewers = wish.reviewers ?? [];
  if (waitTimer < 0 || waitTimer > 43_200) throw unprocessable('Wait timer must be between 0 and 43200 minutes.');
  if (reviewers.length > 6) throw unprocessable('A maximum of 6 reviewers can be added to an environment.');
  return {
    ...unprotected,
    waitTimer,
    preventSelfReview,
    reviewers: reviewers.map(({ type = 'User', id = 0 }) => reviewer(world, type, id)),
    branchPolicy: policyOf(wish.deployment_branch_policy ?? null),
  };
}

function reviewer(world: World, type: 'User' | 'Team', id: number): Account {
  const account = [...world.accounts.values()].find((known) => known.id === id);
  if (type === 'Team' || !account) throw unprocessable(`The reviewer ${type} ${id} could not be found.`);
  return account;
}

/** "`protected_branches` and `custom_branch_policies` cannot have the same value" (this route's documentation). */
function policyOf(policy: Wish['deployment_branch_policy'] & (object | null)): Rules['branchPolicy'] {
  if (policy === null) return null;
  if (policy.protected_branches === policy.custom_branch_policies) {
    throw unprocessable('protected_branches and custom_branch_policies cannot have the same value');
  }
  return policy.protected_branches ? 'protected' : 'custom';
}
