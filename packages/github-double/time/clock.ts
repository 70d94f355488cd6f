/** All that takes time in the double goes through one of these. */
export interface DoubleClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls `action` once, when it is `time`; never before this call has returned. */
  at(time: number, action: () => void): Alarm;
  /** Resolves after `ms` milliseconds, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Alarm {
  cancel(): void;
}

/** A `sleep` made of `at`. */
export function sleepOn(clock: Pick<DoubleClock, 'now' | 'at'>, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alarm = clock.at(clock.now() + ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    const stop = (): void => {
      alarm.cancel();
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
