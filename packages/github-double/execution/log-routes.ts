import { stored } from '../artifacts/pieces.js';
import { zip } from '../artifacts/zip.js';
import { type Attempt, type Job, latestAttempt, type Run } from '../runs/run.js';
import { type ByJob, type ByRun, jobBy, runBy } from '../runs/run-routes.js';
import { hasCome, jobsAt } from '../runs/status.js';
import { type Answer, redirect } from '../server/answer.js';
import { forbidden, found, notFound } from '../server/refusal.js';
import { type Call, inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { signedUrl } from '../storage/downloads.js';
import type { World } from '../world/world.js';
import { executedAttempt } from './by-act.js';

/** "It expires after 1 minute" (documentation of these routes). */
const lifetime = 60_000;

/** Logs of what has ended: what act's jobs wrote; of scripted jobs, a line that says what they are. */
export const logRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs': inRepository<ByRun>('actions:read', (call) => {
    const run = runBy(call);
    return archive(call, run, latestAttempt(run));
  }),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs': inRepository<{
    params: { run_id: number; attempt_number: number };
  }>('actions:read', (call) => {
    const run = runBy(call);
    return archive(call, run, found(run.attempts.find(({ number }) => number === call.params.attempt_number)));
  }),

  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs': inRepository<ByJob>('actions:read', (call) => {
    const { run, attempt, job } = jobBy(call);
    expectKnown(call);
    if (!hasCome(job.completedAt, call.now)) throw notFound();
    const bytes = stored([Buffer.from(logOf(call.world, run, attempt, job))]);
    return redirect(
      signedUrl(call.world, { bytes, name: `${job.id}.txt`, type: 'text/plain; charset=utf-8', lifetime }),
    );
  }),
};

/** One file a job, numbered. */
function archive(call: RepositoryCall, run: Run, attempt: Attempt): Answer {
  const { world, now } = call;
  expectKnown(call);
  if (!hasCome(attempt.completedAt, now)) throw notFound();
  const files = jobsAt(attempt, now).map((job, index) => [
    `${index}_${job.definition.name.replaceAll('/', '_')}.txt`,
    Buffer.from(logOf(world, run, attempt, job)),
  ]);
  const bytes = stored(zip(Object.fromEntries(files)));
  return redirect(signedUrl(world, { bytes, name: `logs_${run.id}.zip`, type: 'application/zip', lifetime }));
}

/** Whoever does not log in reads no logs, of a public repository either. */
function expectKnown({ caller }: Pick<Call, 'caller'>): void {
  if (caller.kind === 'anonymous') throw forbidden('Must have admin rights to Repository.');
}

function logOf(world: World, run: Run, attempt: Attempt, { definition, completedAt, conclusion }: Job): string {
  const executed = executedAttempt(world, run.id, attempt.number);
  if (!executed) {
    const at = new Date(completedAt ?? attempt.createdAt).toISOString();
    return `${at} This job is scripted: it ended with ${conclusion}.\n`;
  }
  return executed.jobs
    .filter(({ key }) => key === definition.key)
    .map(({ log }) => log)
    .join('');
}
