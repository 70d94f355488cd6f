import { accepted, created } from '../server/answer.js';
import { conflict, forbidden } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { actorOf } from '../tokens/caller.js';
import type { World } from '../world/world.js';
import { cancel, forceCancel } from './life.js';
import { type Part, rerun, whyNotRerun } from './rerun.js';
import { latestAttempt, type Run } from './run.js';
import { type ByJob, type ByRun, jobBy, runBy } from './run-routes.js';

export const controlRoutes: Routes = {
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': inRepository<ByRun>('actions:write', (call) =>
    again(call, runBy(call), 'all'),
  ),

  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs': inRepository<ByRun>('actions:write', (call) =>
    again(call, runBy(call), 'failed'),
  ),

  'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun': inRepository<ByJob>('actions:write', (call) => {
    const { run, attempt, job } = jobBy(call);
    // Quoted in runs-on/runs-on#263.
    if (attempt !== latestAttempt(run)) throw forbidden('Only jobs from the current attempt can be re-run');
    return again(call, run, job);
  }),

  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': inRepository<ByRun>('actions:write', (call) =>
    stop(call, 'run-cancelled', cancel),
  ),

  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel': inRepository<ByRun>('actions:write', (call) =>
    stop(call, 'run-force-cancelled', forceCancel),
  ),
};

function again(call: RepositoryCall, run: Run, part: Part) {
  const { world, caller } = call;
  const refusal = whyNotRerun(world, run, part);
  if (refusal !== null) throw forbidden(refusal);
  rerun(world, run, { part, by: actorOf(caller) });
  call.did('run-rerun', { run: run.id, attempt: latestAttempt(run).number });
  return created({});
}

function stop(call: RepositoryCall<ByRun>, effect: string, end: (world: World, run: Run) => void) {
  const run = runBy(call);
  // Quoted in technote-space/auto-cancel-redundant-workflow#68.
  if (latestAttempt(run).completedAt !== null) throw conflict('Cannot cancel a workflow run that is completed.');
  end(call.world, run);
  call.did(effect, { run: run.id, attempt: latestAttempt(run).number });
  return accepted();
}
