import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualClock } from './virtual-clock.js';

/** Real milliseconds without a request after which whoever is tested is taken to be asleep. */
const quietFor = 3;

/**
 * Moves the clock from alarm to alarm until `work` has ended, each time after all requests have been answered and no new one
 * came; `open` leaves out requests that wait for the clock themselves. Work that computes longer than a few milliseconds between two requests sees time pass meanwhile, as it would outside.
 */
export async function driveUntil<Result>(
  work: Promise<Result>,
  clock: VirtualClock,
  activity: () => { readonly open: number; readonly total: number },
): Promise<Result> {
  let ended = false;
  const end = (): void => void (ended = true);
  work.then(end, end);
  while (!ended) {
    const before = activity();
    await delay(quietFor);
    const after = activity();
    const next = clock.next();
    if (ended || after.open > 0 || after.total !== before.total || next === null) continue;
    await clock.advanceTo(next);
  }
  return work;
}
