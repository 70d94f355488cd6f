import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import { begin } from './life.js';
import { type Job, latestAttempt, type Run } from './run.js';
import { newAttempt } from './start.js';

/** What of a run is done again: one job stands for itself and those that need it. */
export type Part = 'all' | 'failed' | Job;

/** "A workflow run can be re-run a maximum of 50 times", "up to 30 days after its initial run" (Re-running workflows and jobs). */
const mostReruns = 50;
const longest = 30 * 86_400_000;

/** Why it cannot be done again, in GitHub's words; `null` where it can. */
export function whyNotRerun(world: World, run: Run, part: Part): string | null {
  const attempt = latestAttempt(run);
  // Both quoted in metabase/metabase#70916.
  if (attempt.completedAt === null) return 'This workflow is already running';
  const isPast =
    world.clock.now() > run.createdAt + longest ||
    attempt.number > mostReruns ||
    attempt.conclusion === 'startup_failure';
  return isPast || (part === 'failed' && selected(run, part).size === 0) ? 'This workflow run cannot be retried' : null;
}

/** The next attempt, with the jobs that need not be done again taken over. */
export function rerun(world: World, run: Run, { part, by }: { readonly part: Part; readonly by: Account }): void {
  const again = selected(run, part);
  const kept = [...latestAttempt(run).jobs.values()]
    .filter(({ definition }) => !again.has(definition.key))
    .map((job): [string, Job] => [job.definition.key, { ...job, id: world.ids.next() }]);
  run.attempts.push(newAttempt(world, run, { number: run.attempts.length + 1, by, kept: new Map(kept) }));
  begin(world, run);
}

/** Keys of the jobs to do again, with all that need one of them. */
function selected(run: Run, part: Part): ReadonlySet<string> {
  const { jobs } = latestAttempt(run);
  const isMeant = (key: string): boolean => {
    const conclusion = jobs.get(key)?.conclusion ?? null;
    if (part === 'all') return true;
    return part === 'failed' ? !['success', 'skipped', 'neutral'].includes(conclusion ?? '') : part === jobs.get(key);
  };
  const keys = new Set(run.definition.jobs.map(({ key }) => key).filter(isMeant));
  for (let before = -1; before !== keys.size;) {
    before = keys.size;
    for (const { key, needs } of run.definition.jobs) if (needs.some((need) => keys.has(need))) keys.add(key);
  }
  return keys;
}
