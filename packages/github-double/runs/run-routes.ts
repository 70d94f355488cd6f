import { removeArtifactsOf } from '../artifacts/artifact.js';
import { noContent, ok } from '../server/answer.js';
import { pageUnder } from '../server/pagination.js';
import { forbidden, found } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { type ByWorkflow, workflowBy } from '../workflows/workflow-routes.js';
import { jobJson } from './job-json.js';
import { runJson } from './json.js';
import { type Filters, listed } from './listing.js';
import { type Attempt, attemptAt, type Job, latestAttempt, type Run, runsById, runsIn } from './run.js';
import { hasCome, jobsAt } from './status.js';

export interface ByRun {
  params: { run_id: number };
}
export interface ByJob {
  params: { job_id: number };
}
type ByAttempt = { params: { run_id: number; attempt_number: number } };

export const runRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/runs': inRepository<{ query: Filters }>('actions:read', (call) =>
    list(call, listed(call)),
  ),

  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': inRepository<ByWorkflow & { query: Filters }>(
    'actions:read',
    (call) => {
      const workflow = workflowBy(call);
      return list(
        call,
        listed(call).filter((run) => run.workflow === workflow),
      );
    },
  ),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': inRepository<ByRun>('actions:read', (call) => {
    const run = runBy(call);
    return ok(runJson(call.world, run, attemptAt(run, call.asOf), call.asOf));
  }),

  'DELETE /repos/{owner}/{repo}/actions/runs/{run_id}': inRepository<ByRun>('actions:write', (call) => {
    const run = runBy(call);
    if (latestAttempt(run).completedAt === null) throw forbidden('Could not delete the workflow run');
    runsIn(call.repository).splice(runsIn(call.repository).indexOf(run), 1);
    runsById(call.world).delete(run.id);
    removeArtifactsOf(call.repository, run.id);
    call.did('run-deleted', { run: run.id });
    return noContent();
  }),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': inRepository<ByAttempt>(
    'actions:read',
    (call) => {
      const run = runBy(call);
      return ok(runJson(call.world, run, attemptBy(call, run), call.asOf));
    },
  ),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs': inRepository<ByAttempt>(
    'actions:read',
    (call) => {
      const run = runBy(call);
      return listJobs(call, run, [attemptBy(call, run)]);
    },
  ),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': inRepository<ByRun & { query: { filter: 'latest' | 'all' } }>(
    'actions:read',
    (call) => {
      const run = runBy(call);
      const { filter } = call.query;
      return listJobs(call, run, filter === 'all' ? run.attempts.toReversed() : [attemptAt(run, call.asOf)]);
    },
  ),

  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}': inRepository<ByJob>('actions:read', (call) => {
    const { run, attempt, job } = jobBy(call);
    return ok(jobJson(call.world, run, attempt, job, call.asOf));
  }),
};

const list = (call: RepositoryCall<{ query: Filters }>, runs: readonly Run[]) =>
  pageUnder(call, 'workflow_runs', runs, (run) => runJson(call.world, run, attemptAt(run, call.asOf), call.asOf));

function listJobs(call: RepositoryCall, run: Run, attempts: readonly Attempt[]) {
  const jobs = attempts.flatMap((attempt) => jobsAt(attempt, call.asOf).map((job) => ({ attempt, job })));
  return pageUnder(call, 'jobs', jobs, ({ attempt, job }) => jobJson(call.world, run, attempt, job, call.asOf));
}

/** By its id a run is found at once, whatever lists say; a stale read made before it finds nothing. */
export function runBy({ world, repository, params, asOf }: RepositoryCall<ByRun>): Run {
  const run = found(runsById(world).get(params.run_id));
  return found(run.repository === repository && hasCome(run.createdAt, asOf) ? run : null);
}

const attemptBy = ({ params }: RepositoryCall<ByAttempt>, run: Run): Attempt =>
  found(run.attempts.find(({ number }) => number === params.attempt_number));

export function jobBy({ repository, params }: RepositoryCall<ByJob>): {
  readonly run: Run;
  readonly attempt: Attempt;
  readonly job: Job;
} {
  const jobs = runsIn(repository).flatMap((run) =>
    run.attempts.flatMap((attempt) => [...attempt.jobs.values()].map((job) => ({ run, attempt, job }))),
  );
  return found(jobs.find(({ job }) => job.id === params.job_id));
}
