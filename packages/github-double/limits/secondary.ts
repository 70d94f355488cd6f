import { Refusal } from '../server/refusal.js';
import type { LimitSettings, Resource } from './settings.js';
import { Window } from './window.js';

const minute = 60_000;
const documentation =
  'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits';

/** What a request weighs. */
export interface Weight {
  readonly resource: Resource;
  readonly points: number;
  readonly writes: boolean;
  readonly createsContent: boolean;
}

/** The limits that GitHub keeps beside the hourly one, for one token's owner. */
export class SecondaryLimits {
  readonly #settings: LimitSettings;
  readonly #points: Readonly<Record<Resource, Window>> = { core: new Window(minute), graphql: new Window(minute) };
  readonly #contentMinute = new Window(minute);
  readonly #contentHour = new Window(60 * minute);
  #open = 0;
  #lastWrite = -Infinity;

  constructor(settings: LimitSettings) {
    this.#settings = settings;
  }

  /** Counts the request, or returns why it is refused; a refused one counts nothing. Every request that was let in must `leave`. */
  enter({ resource, points, writes, createsContent }: Weight, now: number): Refusal | null {
    const { concurrent, pointsPerMinute, contentPerMinute, contentPerHour, writeGap } = this.#settings;
    const used = this.#points[resource];
    if (this.#open >= concurrent) return secondaryRefusal(1);
    if (used.sum(now) + points > pointsPerMinute[resource]) return secondaryRefusal(used.relief(now));
    if (createsContent && this.#contentMinute.sum(now) >= contentPerMinute)
      return secondaryRefusal(this.#contentMinute.relief(now));
    if (createsContent && this.#contentHour.sum(now) >= contentPerHour)
      return secondaryRefusal(this.#contentHour.relief(now));
    // A write that was held up comes after one that arrived later than it.
    if (writes && writeGap > 0 && now - this.#lastWrite < writeGap) return secondaryRefusal(1);
    used.add(points, now);
    if (createsContent) for (const window of [this.#contentMinute, this.#contentHour]) window.add(1, now);
    if (writes) this.#lastWrite = Math.max(this.#lastWrite, now);
    this.#open += 1;
    return null;
  }

  /** More points for a request that was let in, once it is known to weigh more; or why it is refused after all. */
  weighMore(resource: Resource, points: number, now: number): Refusal | null {
    const used = this.#points[resource];
    if (used.sum(now) + points > this.#settings.pointsPerMinute[resource]) return secondaryRefusal(used.relief(now));
    used.add(points, now);
    return null;
  }

  leave(): void {
    this.#open -= 1;
  }
}

/** `retryAfter` in seconds; `null`: GitHub says nothing, and a minute is to be waited. */
export const secondaryRefusal = (retryAfter: number | null, status: 403 | 429 = 403): Refusal =>
  new Refusal(status, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    documentation,
  });
