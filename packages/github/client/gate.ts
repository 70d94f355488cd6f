import pLimit from 'p-limit';
import type { Clock } from '@slipway/operations/ports';

export interface Pace {
  /** Milliseconds between the starts of two writes; GitHub asks for a second. 0: none. */
  readonly betweenWrites: number;
  /** How many reads, and how many writes, are under way at once; GitHub bears a hundred of both. */
  readonly atOnce: number;
}

export interface Gate {
  /** Does the work when its turn has come. */
  readonly pass: <Result>(access: 'read' | 'write', work: () => Promise<Result>) => Promise<Result>;
  /** Nothing passes for so many milliseconds. */
  readonly close: (ms: number) => void;
}

/** Keeps requests within what GitHub bears. Reads and writes queue apart: an upload must not hold up a question. */
export function gate({ betweenWrites, atOnce }: Pace, clock: Clock): Gate {
  const queues = { read: pLimit(atOnce), write: pLimit(atOnce) };
  let closedUntil = 0;
  let nextWrite = 0;

  async function turn(access: 'read' | 'write'): Promise<void> {
    for (;;) {
      const now = clock.now();
      const at = Math.max(closedUntil, access === 'write' ? nextWrite : 0);
      if (at <= now) break;
      await clock.sleep(at - now);
    }
    if (access === 'write') nextWrite = clock.now() + betweenWrites;
  }

  return {
    pass: (access, work) =>
      queues[access](async () => {
        await turn(access);
        return work();
      }),
    close(ms) {
      closedUntil = Math.max(closedUntil, clock.now() + ms);
    },
  };
}
