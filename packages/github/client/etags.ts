import type { Response } from './failure.js';

interface Entry {
  readonly token: string;
  readonly etag: string;
  readonly response: Response;
}

/** Enough for what a run asks again and again; an answer is seldom more than a few kilobytes. */
const most = 200;

/**
 * Answers to questions that were asked before. Asked again with their ETag they cost nothing of the hourly limit, but only
 * with the token that they were given to: GitHub's ETags change with it.
 */
export class Etags {
  readonly #entries = new Map<string, Entry>();

  conditionFor(address: string, token: string): Readonly<Record<string, string>> {
    const entry = this.#entries.get(address);
    return entry?.token === token ? { 'if-none-match': entry.etag } : {};
  }

  /** What was answered before, and GitHub says still holds. */
  known(address: string): Response | null {
    return this.#entries.get(address)?.response ?? null;
  }

  keep(address: string, token: string, response: Response): void {
    const { etag } = response.headers;
    if (typeof etag !== 'string' || response.status !== 200) return; // where a redirect leads is good for a minute only
    this.#entries.delete(address);
    this.#entries.set(address, { token, etag, response });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > most && oldest !== undefined) this.#entries.delete(oldest);
  }
}
