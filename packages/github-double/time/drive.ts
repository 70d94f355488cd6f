import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualClock } from './virtual-clock.js';

/** Real milliseconds without a request after which whoever is tested is taken to be waiting. */
const quietFor = 3;

/** How often in a row it must be quiet at the most. */
const patience = 100;

/**
 * How often it must be quiet before the clock moves: the further, the more often, as a step too far runs into time limits, and a busy machine
 * is quiet now and then. Where nobody sleeps, somebody else's program may be waiting, and not by our clock.
 */
const looksBefore = (clock: VirtualClock, next: number): number =>
  clock.sleepers === 0 ? patience : Math.min(patience, 1 + Math.floor((next - clock.now()) / 30_000));

/**
 * Moves the clock from alarm to alarm until `work` has ended, each time after all requests have been answered and no new one
 * came; `open` leaves out requests that wait for the clock themselves. Who computes without sleeping meanwhile sees no time pass, however
 * slow the machine is.
 */
export async function driveUntil<Result>(
  work: Promise<Result>,
  clock: VirtualClock,
  activity: () => { readonly open: number; readonly total: number },
): Promise<Result> {
  let ended = false;
  const end = (): void => void (ended = true);
  work.then(end, end);
  let quiet = 0;
  while (!ended) {
    const before = activity();
    await delay(quietFor);
    const after = activity();
    const next = clock.next();
    const isQuiet = after.open === 0 && after.total === before.total;
    quiet = isQuiet ? quiet + 1 : 0;
    if (ended || !isQuiet || next === null) continue;
    if (quiet < looksBefore(clock, next)) continue;
    quiet = 0;
    await clock.advanceTo(next);
  }
  return work;
}
