import type { Clock } from '../../ports/index.js';
import type { ChainEvent } from '../engine/event.js';

/** Tells what happened; resolves once the state that knows of it is persisted, and rejects if that will never be. */
export type Emit = (event: ChainEvent) => Promise<void>;

export interface Letter {
  readonly event: ChainEvent;
  readonly persisted: () => void;
  readonly lost: (error: unknown) => void;
}

/** What has happened since the engine looked last. All that comes together is taken together, and persisted by one write. */
export class Inbox {
  private letters: Letter[] = [];
  private taken: readonly Letter[] = [];
  private failure: { readonly error: unknown } | null = null;
  private wake = new AbortController();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  readonly emit: Emit = (event) =>
    new Promise((persisted, lost) => {
      if (this.failure) return lost(this.failure.error);
      this.letters.push({ event, persisted, lost });
      this.wake.abort('woken');
    });

  /** The loop, or what carries out an effect, broke down: the next `take` throws, and nothing is persisted any more. */
  readonly fail = (error: unknown): void => {
    this.failure ??= { error };
    for (const { lost } of [...this.taken, ...this.letters]) lost(error);
    this.wake.abort('woken');
  };

  /** The events since the last call. Whoever takes them calls `persisted` once they are. */
  take(): readonly ChainEvent[] {
    if (this.failure) throw this.failure.error;
    this.taken = this.letters;
    this.letters = [];
    return this.taken.map(({ event }) => event);
  }

  persisted(): void {
    for (const { persisted } of this.taken) persisted();
  }

  /** Resolves when there is something to take, or at `deadline` (milliseconds since 1970; Infinity: never). */
  async wait(deadline: number): Promise<void> {
    if (this.letters.length > 0 || this.failure) return;
    this.wake = new AbortController();
    await this.clock.sleep(Math.max(0, deadline - this.clock.now()), this.wake.signal);
  }
}
