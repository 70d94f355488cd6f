import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Artifact } from './artifact.js';

export function artifactJson(world: World, repository: Repository, artifact: Artifact): object {
  const { id, name, bytes, run, createdAt, expiresAt } = artifact;
  const url = `${repositoryUrl(world, repository)}/actions/artifacts/${id}`;
  return {
    id,
    node_id: nodeId('AF', id),
    name,
    size_in_bytes: bytes.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: world.clock.now() >= expiresAt,
    digest: bytes.digest,
    created_at: stamp(createdAt),
    updated_at: stamp(createdAt),
    expires_at: stamp(expiresAt),
    workflow_run: {
      id: run.id,
      repository_id: repository.id,
      head_repository_id: repository.id,
      ...(run.headBranch === null ? {} : { head_branch: run.headBranch }),
      head_sha: run.headSha,
    },
  };
}
