import type { JobDefinition } from '../workflows/definition.js';
import { decide, NotEvaluated } from '../workflows/expression.js';
import type { Value } from '../workflows/values.js';
import type { World } from '../world/world.js';
import { contextsOf } from './contexts.js';
import { type Job, latestAttempt, type Run } from './run.js';
import type { Outputs } from './script.js';

/** Whether the job is to run, all that it needs having ended. What cannot be evaluated is a violation, and runs nothing. */
export function isWanted(world: World, run: Run, definition: JobDefinition): boolean {
  const told = toldOf(run, definition);
  if (told !== null) return told;
  try {
    return decide(
      withStatus(definition.condition),
      { ...contextsOf(world, run), needs: needsOf(run, definition) },
      status(run, definition),
    );
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    const request = `${run.workflow.path} at ${run.sha}: if of the job ${definition.key}`;
    world.violations.add({ request, side: 'request', field: 'expression', reason: error.message });
    return false;
  }
}

/** What was executed has decided that itself; `null` for all else. */
function toldOf(run: Run, { key }: JobDefinition): boolean | null {
  const state = latestAttempt(run).execution?.state;
  const conclusion = state?.kind === 'ended' && !state.held.includes(key) ? state.result.jobs?.[key] : undefined;
  return conclusion === undefined ? null : conclusion !== 'skipped';
}

const statusFunctions = /\b(success|failure|always|cancelled)\s*\(/i;

/** "A default status check of success() is applied unless you include one of these functions" (Expressions). */
function withStatus(condition: string | null): string {
  if (condition === null) return 'success()';
  const [, source = condition] = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition) ?? [];
  return statusFunctions.test(source.replace(/'[^']*'/g, '')) ? source : `success() && (${source})`;
}

/** Ancestors count, too: "failure() returns true if any ancestor job fails" (Expressions); success() likewise (actions/runner#491). */
function status(run: Run, definition: JobDefinition) {
  const results = ancestorsOf(run, definition).map(resultOf);
  return {
    success: () => results.every((result) => result === 'success'),
    failure: () => results.includes('failure'),
    always: () => true,
    cancelled: () => latestAttempt(run).cancelledAt !== null,
  };
}

function ancestorsOf(run: Run, { needs }: JobDefinition): readonly Job[] {
  const { jobs } = latestAttempt(run);
  const direct = needs.flatMap((key) => jobs.get(key) ?? []);
  return [...direct, ...direct.flatMap(({ definition }) => ancestorsOf(run, definition))];
}

/** The words that `needs.*.result` has. */
function resultOf({ conclusion }: Job): string {
  if (conclusion === 'neutral') return 'success';
  return conclusion === 'success' || conclusion === 'cancelled' || conclusion === 'skipped' ? conclusion : 'failure';
}

function needsOf(run: Run, { needs, condition }: JobDefinition): Value {
  const { jobs } = latestAttempt(run);
  const isRead = /\boutputs\b/.test(condition ?? '');
  return Object.fromEntries(
    needs.map((key) => {
      const job = jobs.get(key);
      const outputs = job?.outputs ?? null;
      if (isRead && outputs === null) throw new NotEvaluated(`the double does not know the outputs of the job ${key}`);
      return [key, { result: job ? resultOf(job) : '', outputs: outputs ?? {} }];
    }),
  );
}

/** Of a job that ends now. */
export function outputsOf(run: Run, { definition: { key }, startedAt }: Job): Outputs | null {
  const { execution, script } = latestAttempt(run);
  if (!execution) return script.jobs?.[key]?.outputs ?? {};
  if (startedAt === null) return {};
  return execution.state.kind === 'ended' ? (execution.state.result.outputs?.[key] ?? null) : null;
}
