import { setImmediate as turn } from 'node:timers/promises';
import { type Alarm, type DoubleClock, sleepOn } from './clock.js';

interface Entry {
  readonly time: number;
  readonly action: () => void;
}

/** A clock that stands still until a test moves it. Alarms ring in the order of their times, equal ones as they were set. */
export class VirtualClock implements DoubleClock {
  #now: number;
  #sleepers = 0;
  readonly #entries: Entry[] = [];

  /** `start`: milliseconds since 1970. */
  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** When the next alarm rings; `null` where none is set. */
  next(): number | null {
    return this.#entries[0]?.time ?? null;
  }

  at(time: number, action: () => void): Alarm {
    const entry = { time: Math.max(time, this.#now), action };
    this.#entries.splice(this.#positionAfter(entry.time), 0, entry);
    return {
      cancel: () => {
        const position = this.#entries.indexOf(entry);
        if (position >= 0) this.#entries.splice(position, 1);
      },
    };
  }

  /** How many wait for a `sleep` to end. */
  get sleepers(): number {
    return this.#sleepers;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#sleepers += 1;
    await sleepOn(this, ms, signal);
    this.#sleepers -= 1;
  }

  /** Moves on by `ms`, ringing on the way what falls due, also what is set meanwhile. */
  async advance(ms: number): Promise<void> {
    await this.advanceTo(this.#now + ms);
  }

  async advanceTo(time: number): Promise<void> {
    for (let due = this.#entries[0]; due && due.time <= time; due = this.#entries[0]) {
      this.#entries.shift();
      this.#now = due.time;
      due.action();
      await turn(); // what was woken may set alarms of its own that fall due before `time`
    }
    this.#now = Math.max(this.#now, time);
  }

  #positionAfter(time: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.time ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
