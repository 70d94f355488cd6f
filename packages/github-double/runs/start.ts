import type { Repository } from '../repositories/repository.js';
import type { Account } from '../world/accounts.js';
import type { World } from '../world/world.js';
import type { Definition } from '../workflows/definition.js';
import { fillFor } from '../workflows/expression.js';
import type { Inputs } from '../workflows/inputs.js';
import type { Value } from '../workflows/values.js';
import type { Workflow } from '../workflows/workflow.js';
import { behaviourOf } from './behaviours.js';
import { contextsOf } from './contexts.js';
import { milliseconds } from './duration.js';
import { factsOfAttempt } from './facts.js';
import { begin } from './life.js';
import { type Attempt, type Job, type Run, runsById, runsIn } from './run.js';

/** What starts a run. */
export interface Start {
  readonly repository: Repository;
  readonly workflow: Workflow;
  readonly definition: Definition;
  readonly event: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly actor: Account;
  readonly inputs: Inputs;
  readonly payload: Value;
  /** What it is called where the workflow has no `run-name`. */
  readonly title: string;
}

export function startRun(world: World, start: Start): Run {
  const now = world.clock.now();
  start.workflow.runs += 1;
  const facts = { ...start, id: world.ids.next(), number: start.workflow.runs };
  const contexts = contextsOf(world, facts);
  const { runName, concurrency } = start.definition;
  const filled = (key: string, template: string): string =>
    fillFor(world, `${start.workflow.path} at ${start.sha}: ${key}`, template, contexts);
  const named = runName === null ? '' : filled('run-name', runName).trim();
  const common = {
    ...facts,
    // "If run-name is not set or is only whitespace, the run name is set to event-specific information" (workflow syntax).
    title: named === '' ? start.title : named,
    group: concurrency === null ? null : filled('concurrency', concurrency.group),
    checkSuite: world.ids.next(),
    createdAt: now,
    reviews: [],
  };
  const first = newAttempt(world, common, { number: 1, by: start.actor, kept: new Map() });
  const run: Run = { ...common, attempts: [first], listedAt: now + milliseconds(first.script.listedAfter ?? 0) };
  runsIn(run.repository).push(run);
  runsById(world).set(run.id, run);
  begin(world, run);
  return run;
}

/** An attempt that has not begun. `kept`: the jobs that it takes over from the one before. */
export function newAttempt(
  world: World,
  run: Omit<Run, 'attempts' | 'listedAt'>,
  { number, by, kept }: { readonly number: number; readonly by: Account; readonly kept: Map<string, Job> },
): Attempt {
  const facts = factsOfAttempt(run, number);
  const behaviour = behaviourOf(world, facts);
  return {
    number,
    triggeringActor: by,
    createdAt: world.clock.now(),
    jobs: kept,
    script: behaviour.kind === 'scripted' ? behaviour.script(facts) : {},
    execution:
      behaviour.kind === 'executed'
        ? { execute: behaviour.execute, abort: new AbortController(), state: { kind: 'new' } }
        : null,
    admittedAt: null,
    cancelledAt: null,
    completedAt: null,
    conclusion: null,
  };
}
