import type { Effect, Step } from './event.js';
import { nextAttempt } from './queue.js';
import {
  attemptsOf,
  isAtRest,
  rulesOf,
  type Build,
  type ChainRun,
  type Intent,
  type Phase,
  type StopReason,
} from './state.js';

/** What follows from the state as it stands: builds to end, builds to begin, the release, the end. */
export function settle(run: ChainRun): Step<ChainRun> {
  if (run.phase !== 'building') return { state: run, effects: [] };
  const stopped = stopRunning(run);
  const started = startReady(giveUpWaiting(stopped.state));
  const effects = [...stopped.effects, ...started.effects];
  const phase = phaseOf(started.state);
  if (phase === 'building') return { state: started.state, effects };
  const state = { ...started.state, phase };
  if (phase === 'releasing') return { state, effects: [...effects, { type: 'release' }] };
  return { state: isAtRest(state) ? { ...state, owner: null } : state, effects };
}

/** Tells running builds to end: those past their timeout, and all where somebody interrupts or cancels. Each is told once. */
function stopRunning(run: ChainRun): Step<ChainRun> {
  const effects: Effect[] = [];
  let { builds } = run;
  for (const at of runningPlaces(builds)) {
    const build = builds[at];
    const component = run.components[at]?.component.name;
    if (build?.status !== 'running' || component === undefined) continue;
    const reason = reasonToStop(run, at, build.startedAt);
    if (reason === null || !mayStill(build.stopping, reason)) continue;
    effects.push({ type: 'cancel-run', component, attempt: build.attempt, reason });
    builds = builds.with(at, { ...build, stopping: reason });
  }
  return { state: builds === run.builds ? run : { ...run, builds }, effects };
}

/** What a former owner told to end may not have heard it, and a cancel is to reach it all the same. */
const mayStill = (stopping: StopReason | null, reason: StopReason): boolean =>
  stopping === null || (stopping === 'interrupted' && reason === 'cancelled');

function runningPlaces(builds: readonly Build[]): readonly number[] {
  const places: number[] = [];
  builds.forEach(({ status }, at) => {
    if (status === 'running') places.push(at);
  });
  return places;
}

function reasonToStop(run: ChainRun, at: number, startedAt: number): StopReason | null {
  if (run.intent === 'cancel') return 'cancelled';
  if (run.intent === 'interrupt') return 'interrupted';
  const timeout = rulesOf(run, at)?.timeout ?? Infinity;
  return run.now - startedAt >= timeout ? 'timeout' : null;
}

/** Cancelled, or failed with fail-fast: what has not begun never will. */
function giveUpWaiting(run: ChainRun): ChainRun {
  const because = run.policy.onFailure === 'fail-fast' ? firstFailed(run) : undefined;
  if (run.intent !== 'cancel' && because === undefined) return run;
  const builds = run.builds.map((build): Build => {
    if (build.status !== 'waiting') return build;
    const attempts = attemptsOf(build);
    return because === undefined ? { status: 'cancelled', ...attempts } : { status: 'skipped', because, ...attempts };
  });
  return { ...run, builds, queue: [] };
}

const firstFailed = ({ builds, components }: ChainRun): string | undefined =>
  components[builds.findIndex(({ status }) => status === 'failed')]?.component.name;

function startReady(run: ChainRun): Step<ChainRun> {
  if (run.intent !== 'go' || run.queue.length === 0) return { state: run, effects: [] };
  const free = Math.max(0, run.policy.maxParallel - runningPlaces(run.builds).length);
  const starting = run.queue.slice(0, free);
  if (starting.length === 0) return { state: run, effects: [] };
  const builds = [...run.builds];
  const effects = starting.flatMap((at): readonly Effect[] => {
    const build = builds[at];
    const next = nextAttempt(run, at);
    if (build === undefined || next === null) return [];
    const rerun = build.status === 'waiting' ? build.rerun : undefined;
    const process = rerun ? { ...rerun, attempt: rerun.attempt + 1, stage: 'queued' as const, conclusion: null } : null;
    builds[at] = {
      status: 'running',
      attempt: next.attempt,
      failures: build.failures,
      startedAt: run.now,
      process,
      stopping: null,
    };
    return [process ? { type: 'rerun', ...next, process } : { type: 'dispatch', ...next }];
  });
  return { state: { ...run, builds, queue: run.queue.slice(starting.length) }, effects };
}

function phaseOf({ builds, intent, partial }: ChainRun): Phase {
  const there = new Set<Build['status']>();
  for (const { status } of builds) {
    if (status === 'running') return 'building';
    there.add(status);
  }
  // Whatever its builds came to before: what somebody cancelled is not gone on with unasked.
  if (intent === 'cancel') return 'cancelled';
  if (there.has('waiting')) return intent === 'pause' ? 'paused' : intent === 'interrupt' ? 'interrupted' : 'building';
  if (there.has('cancelled')) return 'cancelled';
  if (there.has('failed') || there.has('skipped')) return 'failed';
  return partial ? 'built' : onceBuilt[intent];
}

/** The release is begun like a build: not where nothing new is to begin. */
const onceBuilt: Readonly<Record<Intent, Phase>> = {
  go: 'releasing',
  pause: 'paused',
  interrupt: 'interrupted',
  cancel: 'cancelled',
};
