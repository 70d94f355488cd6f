import type { OfAttempt } from './event.js';
import { type Build, type ChainComponent, type ChainRun, markerOf } from './state.js';
import { topologyOf } from './topology.js';

/** The queue with those of `places` that may start now: waiting, and all that they require has succeeded. */
export function enqueue(run: ChainRun, builds: readonly Build[], places: readonly number[]): readonly number[] {
  const { upstreams } = topologyOf(run.components);
  const succeeded = (at: number) => builds[at]?.status === 'succeeded';
  const ready = places.filter((at) => builds[at]?.status === 'waiting' && (upstreams[at] ?? []).every(succeeded));
  if (ready.length === 0) return run.queue;
  const queue = [...run.queue];
  for (const at of ready) queue.splice(placeFor(at, queue, run.components), 0, at);
  return queue;
}

/** The queue built anew, where builds went back to waiting. */
export const requeue = (run: ChainRun, builds: readonly Build[]): readonly number[] =>
  enqueue({ ...run, queue: [] }, builds, [...builds.keys()]);

export interface NextAttempt extends OfAttempt {
  readonly marker: string;
}

/** The attempt that the component at `at` is built by next. */
export function nextAttempt(run: ChainRun, at: number): NextAttempt | null {
  const build = run.builds[at];
  const component = run.components[at]?.component.name;
  if (build === undefined || component === undefined) return null;
  const attempt = build.attempt + 1;
  return { component, attempt, marker: markerOf(run, component, attempt) };
}

/**
 * What begins next, the first to begin first, no more than run at once. Nothing until all that was dispatched has begun, which must
 * not wait for it; and nothing that failed before, as what it left is there to be looked at until it begins again.
 */
export function upcoming(run: ChainRun): readonly NextAttempt[] {
  if (run.phase !== 'building' || run.intent !== 'go') return [];
  if (run.builds.some((build) => build.status === 'running' && build.process === null)) return [];
  const first = run.queue.slice(0, run.policy.maxParallel).filter((at) => run.builds[at]?.failures === 0);
  return first.flatMap((at) => nextAttempt(run, at) ?? []);
}

/** Longest remaining path first; among equals, first come first served. By bisection. */
function placeFor(at: number, queue: readonly number[], components: readonly ChainComponent[]): number {
  const remaining = (place: number | undefined) => components[place ?? -1]?.remaining ?? 0;
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (remaining(queue[middle]) >= remaining(at)) low = middle + 1;
    else high = middle;
  }
  return low;
}
