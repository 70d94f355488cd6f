import { ReleaseError } from '@slipway/domain';
import type { RepositoryName } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';

/** A job as it runs: what owns a record of the ledger. */
export interface JobName {
  readonly repository: RepositoryName;
  readonly run: number;
  readonly attempt: number;
  /** As the list of jobs has it: its `name`, else its key. */
  readonly job: string;
}

/** Whether a job may still be at work. `unknown` where its name is not found, or the token may not ask. */
export async function jobLiveness(
  client: Client,
  { repository, run, attempt, job }: JobName,
): Promise<'alive' | 'dead' | 'unknown'> {
  const jobs = await client
    .listUnder('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs', 'jobs', {
      ...repository,
      run_id: run,
      attempt_number: attempt,
    })
    .catch(unasked);
  const named = jobs.filter(({ name }) => name === job);
  const isOver = (named.length > 0 ? named : jobs).every(({ status }) => status === 'completed');
  if (jobs.length > 0 && isOver) return 'dead';
  return named.length > 0 ? 'alive' : 'unknown';
}

/** A run that is not there may be one that was deleted, or that we may not see. */
function unasked(error: unknown): readonly never[] {
  const isAnswer =
    error instanceof ReleaseError && ['missing-permission', 'not-found'].includes(error.findings[0].code);
  if (isAnswer) return [];
  throw error;
}
