import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import { waitingJobs } from './gate.js';
import { completeJob, pass } from './life.js';
import { type Gate, type Job, latestAttempt, type Review, type Run } from './run.js';

/** The jobs of the run's latest attempt that wait at an environment. */
export const waitingAtGates = (world: World, run: Run): readonly (Job & { readonly gate: Gate })[] =>
  waitingJobs(latestAttempt(run).jobs.values(), world.clock.now());

/** One of the reviewers, and not the one who started it where that is forbidden. */
export const mayReview = (run: Run, { environment }: Gate, { login }: Account): boolean =>
  environment.reviewers.some((reviewer) => reviewer.login === login) &&
  !(environment.preventSelfReview && latestAttempt(run).triggeringActor.login === login);

/** Lets the jobs that wait at this environment go on, or fails them. A wait timer has to run out all the same. */
export function review(world: World, run: Run, { environment, ...words }: Review): void {
  run.reviews.push({ environment, ...words });
  for (const job of waitingAtGates(world, run).filter(({ gate }) => gate.environment.id === environment.id)) {
    job.gate.needsReview = false;
    if (words.state === 'rejected') completeJob(world, run, job, 'failure');
    else pass(world, run, job);
  }
}
