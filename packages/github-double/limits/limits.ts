import { Refusal } from '../server/refusal.js';
import type { Caller } from '../tokens/caller.js';
import { SecondaryLimits, type Weight } from './secondary.js';
import type { LimitSettings, Resource } from './settings.js';

interface Bucket {
  used: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

export interface Quota {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

const hour = 3_600_000;

/** GitHub's rate limits. Tokens of one user, of one installation, of one repository's workflows share them. */
export class Limits {
  readonly #settings: LimitSettings;
  readonly #buckets = new Map<string, Bucket>();
  readonly #secondary = new Map<string, SecondaryLimits>();

  constructor(settings: LimitSettings) {
    this.#settings = settings;
  }

  /** Counts the request, or returns why it is refused. What was let in must `leave`. */
  enter(caller: Caller, weight: Weight, now: number): Refusal | null {
    const { remaining, reset } = this.quota(caller, weight.resource, now);
    if (remaining <= 0) return exceeded(caller, reset);
    return this.#secondaryOf(caller).enter(weight, now);
  }

  /** See `SecondaryLimits.weighMore`. */
  weighMore(caller: Caller, resource: Resource, points: number, now: number): Refusal | null {
    return this.#secondaryOf(caller).weighMore(resource, points, now);
  }

  leave(caller: Caller): void {
    this.#secondaryOf(caller).leave();
  }

  /** Takes `cost` from what is left of the hour. */
  charge(caller: Caller, resource: Resource, cost: number, now: number): void {
    this.#bucket(caller, resource, now).used += cost;
  }

  quota(caller: Caller, resource: Resource, now: number): Quota {
    const { used, resetAt } = this.#bucket(caller, resource, now);
    const limit = this.#settings.primary[caller.kind];
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetAt / 1000) };
  }

  #bucket(caller: Caller, resource: Resource, now: number): Bucket {
    const key = `${payer(caller)} ${resource}`;
    const bucket = this.#buckets.get(key);
    if (bucket && now < bucket.resetAt) return bucket;
    const fresh = { used: 0, resetAt: now + hour };
    this.#buckets.set(key, fresh);
    return fresh;
  }

  #secondaryOf(caller: Caller): SecondaryLimits {
    const limits = this.#secondary.get(payer(caller)) ?? new SecondaryLimits(this.#settings);
    this.#secondary.set(payer(caller), limits);
    return limits;
  }
}

/** Whose limit it is, as GitHub names it in its message. */
function payer(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return '127.0.0.1';
    case 'classic':
    case 'fine-grained':
      return `user ID ${caller.actor.id}`;
    case 'installation':
      return `installation ID ${caller.installation.id}`;
    case 'workflow':
      return `installation ID ${caller.repository.id}`;
    case 'app':
      return `app ID ${caller.app.id}`;
  }
}

const exceeded = (caller: Caller, reset: number): Refusal =>
  new Refusal(403, `API rate limit exceeded for ${payer(caller)}.`, {
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    documentation: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  });

export const quotaHeaders = (quota: Quota, resource: Resource): Readonly<Record<string, string>> => ({
  'x-ratelimit-limit': String(quota.limit),
  'x-ratelimit-remaining': String(quota.remaining),
  'x-ratelimit-reset': String(quota.reset),
  'x-ratelimit-used': String(quota.used),
  'x-ratelimit-resource': resource,
});
