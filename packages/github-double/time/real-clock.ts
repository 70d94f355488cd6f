import { type Alarm, type DoubleClock, sleepOn } from './clock.js';

/** setTimeout rings at once where it is asked for more than this. */
const longestTimer = 2 ** 31 - 1;

/** The machine's clock, made `factor` times as fast from the moment that it was created. */
export class RealClock implements DoubleClock {
  readonly #factor: number;
  readonly #origin = Date.now();

  constructor(factor = 1) {
    this.#factor = factor;
  }

  now(): number {
    return Math.round(this.#origin + (Date.now() - this.#origin) * this.#factor);
  }

  /** Does not keep the process alive. */
  at(time: number, action: () => void): Alarm {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = Math.max(0, Math.ceil((time - this.now()) / this.#factor));
      timer = setTimeout(() => (left > longestTimer ? wait() : action()), Math.min(left, longestTimer)).unref();
    };
    wait();
    return { cancel: () => clearTimeout(timer) };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }
}
