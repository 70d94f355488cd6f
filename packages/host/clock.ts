import type { Clock } from '@slipway/operations/ports';

/** The most that Node's timers hold, 24 days: they end at once where they are given more. Milliseconds. */
const longest = 2 ** 31 - 1;

/** The real time. A sleep that is ended costs no error: the loop around the engine is woken so for each build. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      let left = ms;
      let timer: NodeJS.Timeout | undefined;
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const goOn = (): void => {
        if (left <= 0 || signal?.aborted) return end();
        timer = setTimeout(goOn, Math.min(left, longest));
        left -= longest;
      };
      signal?.addEventListener('abort', end);
      goOn();
    }),
};
