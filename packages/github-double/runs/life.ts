import { addArtifact } from '../artifacts/artifact.js';
import type { JobDefinition } from '../workflows/definition.js';
import type { World } from '../world/world.js';
import { isWanted, outputsOf } from './condition.js';
import { failsAtStart, runConclusion, scriptedConclusion } from './conclusion.js';
import { milliseconds } from './duration.js';
import { execute } from './execution.js';
import { gateFor, isShut, nextMoment } from './gate.js';
import { enterGroup, leaveGroup } from './groups.js';
import { branchOf, type Job, latestAttempt, type Run } from './run.js';
import { defaults, type JobConclusion } from './script.js';
import { tell } from './watchers.js';

/** The latest attempt begins: at once, or when its concurrency group lets it. */
export function begin(world: World, run: Run): void {
  tell(world, { kind: 'requested', run, attempt: latestAttempt(run) });
  const member = { run, admit: () => admit(world, run), cancel: () => cancel(world, run) };
  enterGroup(world, member, run.definition.concurrency);
}

function admit(world: World, run: Run): void {
  latestAttempt(run).admittedAt = world.clock.now();
  proceed(world, run);
}

/** Makes the jobs whose needs have ended; ends the attempt when nothing is left. */
function proceed(world: World, run: Run): void {
  const attempt = latestAttempt(run);
  const jobs = failsAtStart(run) ? [] : run.definition.jobs;
  const hasEnded = (key: string): boolean => (attempt.jobs.get(key)?.completedAt ?? null) !== null;
  for (const definition of jobs) {
    const isReady = definition.needs.every(hasEnded);
    if (isReady && !attempt.jobs.has(definition.key)) make(world, run, definition);
  }
  if (attempt.completedAt === null && jobs.every(({ key }) => hasEnded(key))) complete(world, run);
}

function make(world: World, run: Run, definition: JobDefinition): void {
  const attempt = latestAttempt(run);
  const end = endBeforeStart(world, run, definition);
  const passage = end === null ? gateFor(world, run, definition) : { kind: 'open' as const };
  const job: Job = {
    id: world.ids.next(),
    definition,
    createdAt: world.clock.now(),
    gate: passage.kind === 'shut' ? passage.gate : null,
    queuedAt: null,
    startedAt: null,
    completedAt: null,
    conclusion: null,
    outputs: null,
    alarm: null,
  };
  attempt.jobs.set(definition.key, job);
  if (end !== null) completeJob(world, run, job, end);
  else if (passage.kind === 'refused') completeJob(world, run, job, 'failure');
  else pass(world, run, job);
}

/** How a job ends that gets no runner; `null` for the others. */
function endBeforeStart(world: World, run: Run, definition: JobDefinition): JobConclusion | null {
  if (latestAttempt(run).cancelledAt !== null) return 'cancelled';
  if (scriptedConclusion(run, definition) === 'skipped') return 'skipped';
  return isWanted(world, run, definition) ? null : 'skipped';
}

/** Takes the job as far as its environment lets it; called again whenever that may have changed. */
export function pass(world: World, run: Run, job: Job): void {
  if (!isShut(job, world.clock.now())) return queue(world, run, job);
  const { at, expires } = nextMoment(job.gate, world.clock.now());
  setAlarm(world, job, at, () => (expires ? completeJob(world, run, job, 'failure') : pass(world, run, job)));
}

function queue(world: World, run: Run, job: Job): void {
  const now = world.clock.now();
  const { script } = latestAttempt(run);
  const { queuedFor = script.queuedFor ?? defaults.queuedFor } = script.jobs?.[job.definition.key] ?? {};
  job.queuedAt = now;
  setAlarm(world, job, now + milliseconds(queuedFor), () => start(world, run, job));
}

function start(world: World, run: Run, job: Job): void {
  const attempt = latestAttempt(run);
  const now = world.clock.now();
  const isFirst = [...attempt.jobs.values()].every(
    ({ startedAt }) => startedAt === null || startedAt < attempt.createdAt,
  );
  job.startedAt = now;
  if (isFirst) tell(world, { kind: 'in_progress', run, attempt });
  if (attempt.execution) {
    execute(world, { run, job }, attempt.execution, (conclusionOf) => {
      for (const each of attempt.jobs.values()) {
        const conclusion = each.startedAt !== null && each.completedAt === null ? conclusionOf(each) : null;
        if (conclusion !== null) completeJob(world, run, each, conclusion);
      }
    });
    return;
  }
  const { takes = attempt.script.takes ?? defaults.takes } = attempt.script.jobs?.[job.definition.key] ?? {};
  const conclusion = scriptedConclusion(run, job.definition);
  setAlarm(world, job, now + milliseconds(takes), () => completeJob(world, run, job, conclusion));
}

export function completeJob(world: World, run: Run, job: Job, conclusion: JobConclusion): void {
  job.alarm?.cancel();
  Object.assign(job, { completedAt: world.clock.now(), conclusion, outputs: outputsOf(run, job) });
  proceed(world, run);
}

function complete(world: World, run: Run): void {
  const attempt = latestAttempt(run);
  const maker = { id: run.id, attempt: attempt.number, headBranch: branchOf(run), headSha: run.sha };
  for (const artifact of attempt.jobs.size > 0 ? (attempt.script.artifacts ?? []) : []) {
    addArtifact(world, run.repository, maker, artifact);
  }
  Object.assign(attempt, { completedAt: world.clock.now(), conclusion: runConclusion(run) });
  tell(world, { kind: 'completed', run, attempt });
  leaveGroup(world, run);
}

/** Ends jobs that have no runner at once, and the others when their script lets them. Jobs with `always()` do not run. */
export function cancel(world: World, run: Run): void {
  const attempt = latestAttempt(run);
  const now = world.clock.now();
  attempt.cancelledAt ??= now;
  attempt.execution?.abort.abort();
  const delay = milliseconds(attempt.script.cancelledAfter ?? defaults.cancelledAfter);
  for (const job of attempt.jobs.values()) {
    if (job.completedAt !== null) continue;
    if (job.startedAt === null) completeJob(world, run, job, 'cancelled');
    else if (!attempt.execution) setAlarm(world, job, now + delay, () => completeJob(world, run, job, 'cancelled'));
  }
  if (attempt.admittedAt === null) complete(world, run);
}

/** Ends everything now. */
export function forceCancel(world: World, run: Run): void {
  cancel(world, run);
  for (const job of latestAttempt(run).jobs.values()) {
    if (job.completedAt === null) completeJob(world, run, job, 'cancelled');
  }
}

/** Moments that never come set no alarm. */
function setAlarm(world: World, job: Job, at: number, action: () => void): void {
  job.alarm?.cancel();
  job.alarm = at === Infinity ? null : world.clock.at(at, action);
}
