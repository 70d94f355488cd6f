import { repositoryUrl } from '../repositories/json.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { type Attempt, branchOf, type Job, type Run } from './run.js';
import { hasCome, jobStatus } from './status.js';
import { runHtmlUrl, runUrl } from './urls.js';

/** `job`, as it was at a moment. */
export function jobJson(world: World, run: Run, attempt: Attempt, job: Job, at: number): object {
  const { id, definition, createdAt, startedAt, completedAt, conclusion } = job;
  const base = repositoryUrl(world, run.repository);
  const ran = hasCome(startedAt, at);
  return {
    id,
    run_id: run.id,
    run_url: runUrl(world, run.repository, run.id),
    run_attempt: attempt.number,
    node_id: nodeId('CR', id),
    head_sha: run.sha,
    head_branch: branchOf(run),
    workflow_name: run.definition.name,
    url: `${base}/actions/jobs/${id}`,
    html_url: `${runHtmlUrl(world, run.repository, run.id)}/job/${id}`,
    check_run_url: `${base}/check-runs/${id}`,
    name: definition.name,
    status: jobStatus(job, at),
    conclusion: hasCome(completedAt, at) ? conclusion : null,
    created_at: stamp(createdAt),
    started_at: stamp(ran ? startedAt : createdAt),
    completed_at: hasCome(completedAt, at) ? stamp(completedAt) : null,
    labels: definition.labels,
    runner_id: ran ? 1 : 0,
    runner_name: ran ? `GitHub Actions ${id}` : '',
    runner_group_id: 0,
    runner_group_name: ran ? 'GitHub Actions' : '',
    steps: ran ? stepsJson(job, at) : [],
  };
}

/** Nobody scripts single steps: the last of the file's own is where the job ends badly, and where it is as long as it runs. */
function stepsJson({ definition, startedAt, completedAt, conclusion }: Job, at: number): readonly object[] {
  const names = ['Set up job', ...definition.steps, 'Complete job'];
  const last = names.length - 2;
  const done = hasCome(completedAt, at);
  return names.map((name, index) => {
    const status = done || index < last ? 'completed' : index === last ? 'in_progress' : 'queued';
    const completed = status === 'completed';
    return {
      name,
      number: index + 1,
      status,
      conclusion: completed ? (index === last ? conclusion : 'success') : null,
      started_at: status === 'queued' || startedAt === null ? null : stamp(startedAt),
      completed_at: completed ? stamp((done ? completedAt : startedAt) ?? at) : null,
    };
  });
}
