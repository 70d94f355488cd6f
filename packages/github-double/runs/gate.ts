import { allowsRef, type Environment, environmentNamed, findEnvironment } from '../environments/environment.js';
import type { JobDefinition } from '../workflows/definition.js';
import { fillFor } from '../workflows/expression.js';
import type { World } from '../world/world.js';
import { contextsOf } from './contexts.js';
import { type Gate, type Job, latestAttempt, type Run } from './run.js';

const minute = 60_000;
/** "If a job is not approved within 30 days, it will automatically fail" (Reviewing deployments). */
const longestWait = 30 * 24 * 60 * minute;

type Passage = { readonly kind: 'open' | 'refused' } | { readonly kind: 'shut'; readonly gate: Gate };

/** What the environment that the job names asks of it. An environment that is not there is made, without rules. */
export function gateFor(world: World, run: Run, { environment: template }: JobDefinition): Passage {
  const place = `${run.workflow.path} at ${run.sha}: environment`;
  const name = template === null ? '' : fillFor(world, place, template, contextsOf(world, run));
  if (name === '') return { kind: 'open' };
  const environment = environmentNamed(world, run.repository, name);
  if (!allowsRef(environment, run.ref)) return { kind: 'refused' };
  if (isUnprotected(environment)) return { kind: 'open' };
  const now = world.clock.now();
  return {
    kind: 'shut',
    gate: {
      environment,
      deployment: world.ids.next(),
      since: now,
      openAt: now + environment.waitTimer * minute,
      needsReview: environment.reviewers.length > 0,
    },
  };
}

/** Keys of the jobs that their environment has not let through yet, and of those that need them. */
export function heldBack(world: World, run: Run): readonly string[] {
  const { jobs } = latestAttempt(run);
  const held = new Set<string>();
  const isHeld = ({ key, needs, environment: template }: JobDefinition): boolean => {
    if (needs.some((one) => held.has(one))) return true;
    const job = jobs.get(key);
    // One that has ended, be it skipped or rejected, waits no more.
    if (template === null || (job?.startedAt ?? job?.completedAt ?? null) !== null) return false;
    const place = `${run.workflow.path} at ${run.sha}: environment`;
    const environment = findEnvironment(run.repository, fillFor(world, place, template, contextsOf(world, run)));
    return environment !== null && !isUnprotected(environment);
  };
  for (let before = -1; before < held.size;) {
    before = held.size;
    for (const definition of run.definition.jobs) if (isHeld(definition)) held.add(definition.key);
  }
  return [...held];
}

const isUnprotected = ({ waitTimer, reviewers }: Environment): boolean => waitTimer === 0 && reviewers.length === 0;

/** A job that waits at its gate. */
export const isShut = (job: Job, now: number): job is Job & { readonly gate: Gate } =>
  job.gate !== null && job.queuedAt === null && (job.gate.needsReview || now < job.gate.openAt);

/** When to look again; `expires`: when nobody has approved by then. */
export function nextMoment({ openAt, since }: Gate, now: number): { readonly at: number; readonly expires: boolean } {
  return now < openAt ? { at: openAt, expires: false } : { at: since + longestWait, expires: true };
}

/** The jobs that wait for somebody's approval, or for a timer. */
export const waitingJobs = (jobs: Iterable<Job>, now: number): (Job & { readonly gate: Gate })[] =>
  [...jobs].filter((job): job is Job & { readonly gate: Gate } => job.completedAt === null && isShut(job, now));
