import type { Attempt, Job } from './run.js';

export type JobStatus = 'waiting' | 'queued' | 'in_progress' | 'completed';
export type RunStatus = JobStatus | 'pending';

export const hasCome = (moment: number | null, at: number): moment is number => moment !== null && moment <= at;

export const jobsAt = ({ jobs }: Attempt, at: number): readonly Job[] =>
  [...jobs.values()].filter(({ createdAt }) => createdAt <= at);

export function jobStatus(job: Job, at: number): JobStatus {
  if (hasCome(job.completedAt, at)) return 'completed';
  if (hasCome(job.startedAt, at)) return 'in_progress';
  return hasCome(job.queuedAt, at) ? 'queued' : 'waiting';
}

/** What the run says of itself, by the jobs that it did not take over; once a job has run, one that waits for a runner does not make it `queued` again. */
export function runStatus(attempt: Attempt, at: number): RunStatus {
  if (hasCome(attempt.completedAt, at)) return 'completed';
  if (!hasCome(attempt.admittedAt, at)) return 'pending';
  const own = jobsAt(attempt, at).filter(({ createdAt }) => createdAt >= attempt.createdAt);
  const statuses = own.map((job) => jobStatus(job, at));
  if (statuses.includes('in_progress')) return 'in_progress';
  if (statuses.includes('waiting')) return 'waiting';
  return statuses.includes('completed') ? 'in_progress' : 'queued';
}

/** When what is told at `at` changed last. */
export function changedAt(attempt: Attempt, at: number): number {
  const moments = [attempt, ...attempt.jobs.values()].flatMap((part) => [
    part.createdAt,
    part.completedAt,
    ...('startedAt' in part ? [part.queuedAt, part.startedAt] : [part.admittedAt, part.cancelledAt]),
  ]);
  return Math.max(attempt.createdAt, ...moments.filter((moment) => hasCome(moment, at)));
}
