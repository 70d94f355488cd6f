import type { Build, ChainComponent, ChainRun } from './state.js';
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
