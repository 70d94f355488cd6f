import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualClock } from './virtual-clock.js';

/** What this process waits for itself, files, names and connections, ends without the clock. */
const isBusy = (): boolean => process.getActiveResourcesInfo().some((name) => /Req|ConnectWrap|WriteWrap/.test(name));

/** Turns of Node's event loop that it must be quiet at the least, and at the most. */
const turns = { least: 4, most: 100 } as const;

/**
 * How many turns it must be quiet before the clock moves. Turns and not time: after a long computation what it sent needs another turn to
 * arrive, however late it is by then. The further, the more, as a step too far runs into time limits. Where nobody sleeps, somebody else's
 * program may be waiting, and not by our clock.
 */
const quietBefore = (clock: VirtualClock, next: number): number =>
  clock.sleepers === 0 ? turns.most : Math.min(turns.most, turns.least + Math.floor((next - clock.now()) / 30_000));

/**
 * Moves the clock from alarm to alarm until `work` has ended, each time after all requests have been answered and no new one
 * came; `open` leaves out requests that wait for the clock themselves. Who computes meanwhile without sleeping sees no time pass.
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
    const before = activity().total;
    await delay(1);
    const { open, total } = activity();
    quiet = open === 0 && total === before && !isBusy() ? quiet + 1 : 0;
    const next = clock.next();
    if (ended || next === null || quiet < quietBefore(clock, next)) continue;
    quiet = 0;
    await clock.advanceTo(next);
  }
  return work;
}
