/** A sum over the last `length` milliseconds. */
export class Window {
  readonly #length: number;
  readonly #entries: { readonly at: number; readonly amount: number }[] = [];
  #sum = 0;

  constructor(length: number) {
    this.#length = length;
  }

  add(amount: number, now: number): void {
    this.#entries.push({ at: now, amount });
    this.#sum += amount;
  }

  sum(now: number): number {
    for (let oldest = this.#entries[0]; oldest && oldest.at <= now - this.#length; oldest = this.#entries[0]) {
      this.#sum -= oldest.amount;
      this.#entries.shift();
    }
    return this.#sum;
  }

  /** Seconds until the oldest entry falls out, at least one. */
  relief(now: number): number {
    const oldest = this.#entries[0]?.at ?? now;
    return Math.max(1, Math.ceil((oldest + this.#length - now) / 1000));
  }
}
