import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { fileNameOf, type Workflow } from './workflow.js';

export const workflowUrl = (world: World, repository: Repository, id: number): string =>
  `${repositoryUrl(world, repository)}/actions/workflows/${id}`;

export function workflowJson(world: World, repository: Repository, workflow: Workflow): object {
  const { id, path, name, state, createdAt, updatedAt } = workflow;
  const html = `${world.urls.server}/${repository.fullName}`;
  return {
    id,
    node_id: nodeId('W', id),
    name,
    path,
    state,
    created_at: stamp(createdAt),
    updated_at: stamp(updatedAt),
    url: workflowUrl(world, repository, id),
    html_url: `${html}/blob/${repository.git.defaultBranch}/${path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(fileNameOf(workflow))}/badge.svg`,
  };
}
