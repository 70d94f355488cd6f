import { repositoryJson, repositoryUrl } from '../repositories/json.js';
import { stamp } from '../time/stamp.js';
import { accountJson } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { workflowUrl } from '../workflows/json.js';
import { type Attempt, branchOf, type Run } from './run.js';
import { changedAt, hasCome, runStatus } from './status.js';
import { runHtmlUrl, runUrl } from './urls.js';

/** `workflow-run`: what is told of one attempt at a moment. */
export function runJson(world: World, run: Run, attempt: Attempt, at: number): object {
  const { id, repository, definition, workflow, checkSuite } = run;
  const url = runUrl(world, repository, id);
  const shown = repositoryJson(world, repository, nobody);
  return {
    id,
    node_id: nodeId('WFR', id),
    name: definition.name,
    check_suite_id: checkSuite,
    check_suite_node_id: nodeId('CS', checkSuite),
    head_branch: branchOf(run),
    head_sha: run.sha,
    path: workflow.path,
    run_number: run.number,
    run_attempt: attempt.number,
    referenced_workflows: [],
    event: run.event,
    display_title: run.title,
    status: runStatus(attempt, at),
    conclusion: hasCome(attempt.completedAt, at) ? attempt.conclusion : null,
    workflow_id: workflow.id,
    url,
    html_url: runHtmlUrl(world, repository, id),
    pull_requests: [],
    created_at: stamp(run.createdAt),
    updated_at: stamp(changedAt(attempt, at)),
    run_started_at: stamp(attempt.createdAt),
    actor: accountJson(world.urls, run.actor),
    triggering_actor: accountJson(world.urls, attempt.triggeringActor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world, repository)}/check-suites/${checkSuite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.number === 1 ? null : `${url}/attempts/${attempt.number - 1}`,
    workflow_url: workflowUrl(world, repository, workflow.id),
    head_commit: commitJson(run),
    repository: shown,
    head_repository: shown,
  };
}

/** A run tells of its repository what everybody may know. */
const nobody = { kind: 'anonymous', label: 'anonymous' } as const;

/** `simple-commit`. */
function commitJson({ repository, sha }: Run): object | null {
  const commit = repository.git.history.commit(sha);
  if (!commit) return null;
  const { tree, message, author, committer } = commit;
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: stamp(committer.date),
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}
