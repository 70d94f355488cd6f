import type { Clock } from '../../ports/index.js';

/** GitHub's lists may be some seconds behind what was written; waits in milliseconds. */
const waits = [1_000, 2_000, 4_000] as const;

/** Looks until what is seen satisfies, or has been looked at four times; resolves with what was seen last. */
export async function lookUntil<T>(clock: Clock, look: () => Promise<T>, satisfies: (seen: T) => boolean): Promise<T> {
  let seen = await look();
  for (const wait of waits) {
    if (satisfies(seen)) break;
    await clock.sleep(wait);
    seen = await look();
  }
  return seen;
}
