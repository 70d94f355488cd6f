import type { BuildFailure } from '../../ports/index.js';
import type { ChainEvent } from './event.js';
import { enqueue } from './queue.js';
import { attemptsOf, type Build, type ChainRun, rulesOf } from './state.js';
import { topologyOf } from './topology.js';

type Running = Extract<Build, { status: 'running' }>;

/** What a report on an attempt changes; a report on another attempt than the running one changes nothing. */
export function withOutcome(
  run: ChainRun,
  event: Extract<ChainEvent, { type: 'started' | 'succeeded' | 'failed' }>,
): ChainRun {
  const at = topologyOf(run.components).index.get(event.component) ?? -1;
  const build = run.builds[at];
  if (build?.status !== 'running' || build.attempt !== event.attempt) return run;
  if (event.type === 'started') {
    return { ...run, builds: run.builds.with(at, { ...build, process: event.process }) };
  }
  return event.type === 'succeeded' ? succeeded(run, at, build, event) : failed(run, at, build, event.failure);
}

function succeeded(
  run: ChainRun,
  at: number,
  { attempt, failures, startedAt, process }: Running,
  { artifacts, reused, delivery }: Extract<ChainEvent, { type: 'succeeded' }>,
): ChainRun {
  const builds = run.builds.with(at, {
    status: 'succeeded',
    attempt,
    failures,
    startedAt,
    endedAt: run.now,
    reused,
    artifacts,
    ...(delivery && { delivery }),
    ...ranBy(process),
  });
  return { ...run, builds, queue: enqueue(run, builds, topologyOf(run.components).downstreams[at] ?? []) };
}

function failed(run: ChainRun, at: number, build: Running, failure: BuildFailure): ChainRun {
  const { attempt, startedAt, stopping } = build;
  const before = { attempt, failures: build.failures, ...ranBy(build.process) };
  if (stopping === 'cancelled') return ended(run, at, { status: 'cancelled', ...before });
  if (stopping === 'interrupted') return again(run, at, { status: 'waiting', ...before });
  // What was told to end for its timeout may still report an exit code of its own.
  const why: BuildFailure = stopping === 'timeout' ? { ...failure, kind: 'timeout' } : failure;
  const after = { ...before, failures: build.failures + 1 };
  if (mayTryAgain(run, at, after.failures, why))
    return again(run, at, { status: 'waiting', ...after, ...rerunOf(build, why) });
  return skipDownstreams(ended(run, at, { status: 'failed', ...after, startedAt, endedAt: run.now, failure: why }), at);
}

const ranBy = (process: Running['process']) => (process !== null && 'marker' in process ? { ran: process } : {});

function mayTryAgain(run: ChainRun, at: number, failures: number, { kind }: BuildFailure): boolean {
  const rules = rulesOf(run, at);
  if (rules === undefined || failures >= rules.attempts) return false;
  return kind === 'infrastructure' || rules.retryOn === 'any';
}

/** The jobs of a workflow run that succeeded need not be done again. */
const rerunOf = ({ process }: Running, { kind }: BuildFailure) =>
  process !== null && 'marker' in process && kind === 'build' ? { rerun: process } : {};

const ended = (run: ChainRun, at: number, build: Build): ChainRun => ({ ...run, builds: run.builds.with(at, build) });

function again(run: ChainRun, at: number, build: Build): ChainRun {
  const builds = run.builds.with(at, build);
  return { ...run, builds, queue: enqueue(run, builds, [at]) };
}

/** A failure stops what depends on it and nothing else. */
function skipDownstreams(run: ChainRun, failedAt: number): ChainRun {
  const { names, downstreams } = topologyOf(run.components);
  const builds = [...run.builds];
  const because = names[failedAt] ?? '';
  const reached = [failedAt];
  for (const place of reached) {
    for (const at of downstreams[place] ?? []) {
      const build = builds[at];
      if (build?.status !== 'waiting') continue;
      builds[at] = { status: 'skipped', because, ...attemptsOf(build) };
      reached.push(at);
    }
  }
  return { ...run, builds };
}
