import type { RepositoryName, RunStage, RunStanding, WorkflowRun } from '@slipway/operations/ports';
import type { Answer } from '../client/policy.js';

export type RunJson = Answer<'GET /repos/{owner}/{repo}/actions/runs/{run_id}'>;

export const runFrom = (repository: RepositoryName, { id, node_id: nodeId, html_url: url }: RunJson): WorkflowRun => ({
  repository,
  id: Number(id), // octokit reads what no number can hold as a bigint; ids are far from it
  nodeId,
  url,
});

export const standingFrom = (repository: RepositoryName, json: RunJson): RunStanding => ({
  run: runFrom(repository, json),
  stage: stageOf(json.status ?? ''),
  attempt: json.run_attempt ?? 1,
  conclusion: json.conclusion,
  startedAt: json.run_started_at === undefined ? null : Date.parse(json.run_started_at),
  updatedAt: Date.parse(json.updated_at),
});

/**
 * REST's words, and GraphQL's in lower case. Only `completed` is an end (benc-uk/workflow-dispatch#106): a word that nobody knows
 * yet is something that goes on.
 */
export const stageOf = (status: string): RunStage => stages[status] ?? 'building';

/** `pending`: another run of its concurrency group has to end first. */
const stages: Readonly<Record<string, RunStage>> = {
  requested: 'queued',
  queued: 'queued',
  pending: 'queued',
  waiting: 'waiting',
  in_progress: 'building',
  completed: 'completed',
};
