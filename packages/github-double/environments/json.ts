import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { accountJson } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Environment } from './environment.js';

const policies = {
  protected: { protected_branches: true, custom_branch_policies: false },
  custom: { protected_branches: false, custom_branch_policies: true },
};

export function environmentJson(world: World, repository: Repository, environment: Environment): object {
  const { branchPolicy, adminsBypass, createdAt, updatedAt } = environment;
  return {
    ...environmentName(world, repository, environment),
    created_at: stamp(createdAt),
    updated_at: stamp(updatedAt),
    can_admins_bypass: adminsBypass,
    protection_rules: rulesJson(world, environment),
    deployment_branch_policy: branchPolicy === null ? null : policies[branchPolicy],
  };
}

/** What all answers that name an environment have. */
export const environmentName = (world: World, repository: Repository, { id, name }: Environment): object => ({
  id,
  node_id: nodeId('EN', id),
  name,
  url: `${repositoryUrl(world, repository)}/environments/${encodeURIComponent(name)}`,
  html_url: `${world.urls.server}/${repository.fullName}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
});

function rulesJson(world: World, environment: Environment): readonly object[] {
  const { waitTimer, reviewers, preventSelfReview, branchPolicy, ruleIds } = environment;
  const [wait, review, branch] = ruleIds.map((id) => ({ id, node_id: nodeId('GA', id) }));
  return [
    ...(waitTimer > 0 ? [{ ...wait, type: 'wait_timer', wait_timer: waitTimer }] : []),
    ...(reviewers.length > 0
      ? [
          {
            ...review,
            type: 'required_reviewers',
            prevent_self_review: preventSelfReview,
            reviewers: reviewersJson(world, environment),
          },
        ]
      : []),
    ...(branchPolicy === null ? [] : [{ ...branch, type: 'branch_policy' }]),
  ];
}

export const reviewersJson = (world: World, { reviewers }: Environment): readonly object[] =>
  reviewers.map((account) => ({ type: 'User', reviewer: accountJson(world.urls, account) }));
