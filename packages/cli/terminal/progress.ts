import { type Build, type ChainRun, durationText, stageOf } from '@slipway/operations/orchestrate-chain';
import { counted } from './amounts.js';
import { type Line, line, span, type Span, type Tone } from './text.js';

/** What a person calls the state of a build. */
export type State =
  | 'succeeded'
  | 'reused'
  | 'preparing'
  | 'queued'
  | 'awaiting approval'
  | 'building'
  | 'stopping'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'waiting';

export function stateOf(build: Build | undefined): State {
  if (build === undefined) return 'waiting';
  if (build.status === 'succeeded') return build.reused ? 'reused' : 'succeeded';
  if (build.status !== 'running') return build.status;
  if (build.stopping !== null) return 'stopping';
  if (build.process === null) return 'preparing';
  const stage = stageOf(build);
  return stage === 'waiting' ? 'awaiting approval' : stage === 'queued' ? stage : 'building';
}

export const tones: Readonly<Record<State, Tone>> = {
  succeeded: 'good',
  reused: 'good',
  preparing: 'busy',
  queued: 'busy',
  'awaiting approval': 'warning',
  building: 'busy',
  stopping: 'warning',
  failed: 'bad',
  skipped: 'warning',
  cancelled: 'warning',
  waiting: 'dim',
};

/** One component of a run as cells: name, version, state, attempt, time. `now` in milliseconds since 1970. */
export function buildRow(run: ChainRun, at: number, now: number): readonly Span[] {
  const planned = run.components[at];
  const build = run.builds[at];
  const state = stateOf(build);
  const attempt = build && build.attempt > 1 ? `attempt ${build.attempt}` : '';
  return [
    span(planned?.component.name ?? ''),
    span(planned?.component.version ?? '', 'dim'),
    span(state, tones[state]),
    span(attempt, 'warning'),
    span(timeText(build, planned?.expected ?? null, now), state === 'waiting' ? 'dim' : 'plain'),
  ];
}

/** Elapsed, and what the last build took where that is known. */
function timeText(build: Build | undefined, expected: number | null, now: number): string {
  const usual = expected === null ? '' : durationText(expected);
  switch (build?.status) {
    case 'running':
      return `${durationText(now - build.startedAt)}${usual && ` / ${usual}`}`;
    case 'succeeded':
    case 'failed':
      return 'reused' in build && build.reused ? '' : durationText(build.endedAt - build.startedAt);
    case 'waiting':
      return usual && `/ ${usual}`;
    default:
      return '';
  }
}

/** What a run does that is to stop. */
export const intentTexts: Readonly<Record<Exclude<ChainRun['intent'], 'go'>, string>> = {
  pause: 'pausing: nothing new begins',
  interrupt: 'ending what runs; again to exit at once',
  cancel: 'cancelling: ending what runs',
};

/** How many builds are in which state, and how long all of it will still take. */
export function footer(run: ChainRun, now: number): Line {
  if (run.phase === 'releasing') {
    const stop = run.intent === 'interrupt' ? `; ${intentTexts.interrupt}` : '';
    return line(`${run.id}: making the release folder${stop}`, 'strong');
  }
  const counts = new Map<string, number>();
  for (const build of run.builds) counts.set(stateOf(build), (counts.get(stateOf(build)) ?? 0) + 1);
  const told = Object.keys(tones).flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [`${count} ${state}`];
  });
  const left = timeLeft(run, now);
  const rest = run.intent === 'go' ? left && `about ${left} left` : intentTexts[run.intent];
  return line(
    [`${run.id}: ${told.join(', ')}`, `${durationText(now - run.startedAt)} elapsed`, rest].filter(Boolean).join('; '),
    'strong',
  );
}

/**
 * No run is over before its longest remaining path is, nor before what is left to do is done by so many at a time: the
 * larger of both. Empty as long as the duration of a component that is left is unknown.
 */
function timeLeft(run: ChainRun, now: number): string {
  let longest = 0;
  let work = 0;
  for (const [at, build] of run.builds.entries()) {
    if (build.status !== 'running' && build.status !== 'waiting') continue;
    const { expected, remaining } = run.components[at] ?? { expected: null, remaining: 0 };
    if (expected === null) return '';
    const done = build.status === 'running' ? Math.min(now - build.startedAt, expected) : 0;
    longest = Math.max(longest, remaining - done);
    work += expected - done;
  }
  return work === 0 ? '' : durationText(Math.max(longest, work / run.policy.maxParallel));
}

export const heading = (run: ChainRun): string =>
  `${run.id}: ${counted(run.components.length, 'component')}, ${run.policy.maxParallel} at a time`;
