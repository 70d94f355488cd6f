import type { RouteName } from '../description/description.js';

/** What can go wrong between a client and GitHub. Times are milliseconds of the double's clock. */
export type Fault =
  /** An answer of GitHub's front door; the request has no effect. */
  | { readonly kind: 'unavailable'; readonly status: 500 | 502 | 503 }
  /** `retryAfter` in seconds; absent: the answer does not say. */
  | { readonly kind: 'secondary-limit'; readonly status: 403 | 429; readonly retryAfter?: number }
  /** The connection ends before the request has an effect. */
  | { readonly kind: 'reset-before' }
  /** The request has its effect, the answer is lost. */
  | { readonly kind: 'reset-after' }
  /** The answer's body ends half-way. */
  | { readonly kind: 'truncated' }
  /** The answer comes late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The answer tells what was so `ms` ago, where the route can (`asOf`). */
  | { readonly kind: 'stale'; readonly ms: number }
  /** The answer's Date is off by `ms`. */
  | { readonly kind: 'skew'; readonly ms: number }
  /** The token is worth nothing from this request on. */
  | { readonly kind: 'expired-token' }
  /** An upload breaks with 502 and leaves an asset in the state `starter`. */
  | { readonly kind: 'broken-upload' }
  /** An upload's connection ends after so many bytes, and leaves a `starter` too. */
  | { readonly kind: 'reset-upload'; readonly bytes: number };

/** When a fault strikes. All that is given must hold. */
export interface FaultRule {
  readonly fault: Fault;
  /** One route, or whatever has a path like this; by default any. */
  readonly on?: RouteName | RegExp;
  /** From the n-th request that matches on, counted from 1 and from when the rule was made. */
  readonly from?: number;
  /** How often; by default once. */
  readonly times?: number;
  /** Not before this moment of the double's clock, and before that one; milliseconds since 1970. */
  readonly after?: number;
  readonly before?: number;
  /** Strikes by chance: with this probability, the same for the same seed. */
  readonly chance?: { readonly probability: number; readonly seed: number };
}
