import type { JobDefinition } from '../workflows/definition.js';
import { latestAttempt, type Run } from './run.js';
import { type JobConclusion, jobConclusions } from './script.js';

const isJobConclusion = (word: string): word is JobConclusion => (jobConclusions as readonly string[]).includes(word);

/** The job that is worst says what the run is. */
const fromWorst: readonly JobConclusion[] = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'neutral',
  'success',
  'skipped',
];

/** How the script lets this job end. */
export function scriptedConclusion(run: Run, { key }: JobDefinition): JobConclusion {
  const { conclusion = 'success', jobs } = latestAttempt(run).script;
  const own = jobs?.[key]?.conclusion;
  if (own !== undefined) return own;
  const isNeeded = run.definition.jobs.some(({ needs }) => needs.includes(key));
  if (isNeeded) return conclusion === 'skipped' ? 'skipped' : 'success';
  return isJobConclusion(conclusion) ? conclusion : 'failure';
}

/** No job is made: the file is no workflow, or the script says that it does not start. */
export const failsAtStart = (run: Run): boolean =>
  run.definition.problem !== null || latestAttempt(run).script.conclusion === 'startup_failure';

export function runConclusion(run: Run): string {
  const { script, cancelledAt, jobs } = latestAttempt(run);
  const ends = [...jobs.values()].map(({ conclusion }) => conclusion);
  if (cancelledAt !== null && (ends.length === 0 || ends.includes('cancelled'))) return 'cancelled';
  if (failsAtStart(run)) return 'startup_failure';
  if (script.conclusion !== undefined && !isJobConclusion(script.conclusion)) return script.conclusion;
  return fromWorst.find((conclusion) => ends.includes(conclusion)) ?? 'success';
}
