import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '@slipway/operations/ports';

/** The most that Node's timers hold, 24 days: they end at once where they are given more. Milliseconds. */
const longest = 2 ** 31 - 1;

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      for (let left = ms; left > 0; left -= longest) {
        await after(Math.min(left, longest), undefined, signal ? { signal } : {});
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
