import type { ActionShell } from '@slipway/action-kit';
import { type Client, jobLiveness } from '@slipway/github';
import { thisMachine } from '@slipway/host';
import type { JobOwner, Machine, Owner } from '@slipway/operations/ports';

/** Milliseconds that a tool may take to tell its version; nothing asks for it here. */
const patience = 0;

/** The job that we are a step of. GitHub's list of jobs says whether another one is still at work. */
export function githubMachine(client: Client, shell: ActionShell): Machine {
  const self: JobOwner = {
    repository: shell.repository,
    runId: Number(shell.runId),
    attempt: shell.attempt,
    job: shell.job,
  };
  return {
    ...thisMachine({ environment: shell.environment, patience }),
    self: () => self,
    async isAlive(owner) {
      if (!('job' in owner)) return 'unknown';
      // Steps follow one another: an earlier one of this job has ended.
      return isSame(owner, self) ? 'dead' : jobLiveness(client, nameOf(owner));
    },
  };
}

const isSame = (one: JobOwner, other: JobOwner): boolean =>
  one.repository === other.repository &&
  one.runId === other.runId &&
  one.attempt === other.attempt &&
  one.job === other.job;

function nameOf({ repository, runId: run, attempt, job }: Extract<Owner, JobOwner>) {
  const [owner = '', repo = ''] = repository.split('/');
  return { repository: { owner, repo }, run, attempt, job };
}
