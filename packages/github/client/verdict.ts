import type { Failure } from './failure.js';
import type { Policy } from './policy.js';

/** What follows on a failure. Times are milliseconds. */
export type Verdict =
  | { readonly next: 'again'; readonly after: number; readonly waits: 'this' | 'all' }
  /** Ask for another token. */
  | { readonly next: 'renew' }
  /** Nobody knows whether it had its effect. */
  | { readonly next: 'unknown' }
  | { readonly next: 'throw' };

export interface Circumstances {
  readonly policy: Policy;
  /** Failures so far of this kind, this one among them. */
  readonly failures: number;
  readonly now: number;
}

export type Trouble = 'limited' | 'unauthorised' | 'refused' | 'broken' | 'unsent' | 'lost';

/** How many failures of a kind end a request. */
const bearable: Readonly<Record<Trouble, number>> = {
  limited: 10,
  unauthorised: 2,
  refused: 1,
  broken: 7,
  unsent: 4,
  lost: 7,
};

const second = 1000;

/** The law: a write that creates is sent again only where it certainly had no effect. */
export function verdictOn(failure: Failure, { policy, failures, now }: Circumstances): Verdict {
  const trouble = troubleOf(failure);
  const isUncertain = trouble === 'broken' || trouble === 'lost';
  if (isUncertain && policy.whenLost === 'tell') return { next: 'unknown' };
  if (failures >= bearable[trouble]) return { next: 'throw' };
  if (trouble === 'unauthorised') return { next: 'renew' };
  if (failure.kind === 'answered' && trouble === 'limited') {
    return { next: 'again', after: prescribed(failure, failures, now), waits: 'all' };
  }
  return { next: 'again', after: second * 2 ** (failures - 1), waits: 'this' };
}

export function troubleOf(failure: Failure): Trouble {
  if (failure.kind !== 'answered') return failure.kind;
  const { status, headers, message } = failure;
  if (status >= 500) return 'broken';
  if (status === 401) return 'unauthorised';
  if (status === 429) return 'limited';
  const isLimit =
    headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message);
  return status === 403 && isLimit ? 'limited' : 'refused';
}

/**
 * In this order, and a minute that doubles where GitHub says nothing: "Rate limits for the REST API", "Exceeding the rate limit".
 * `x-ratelimit-reset` is a time of GitHub's clock, so it is compared with the answer's Date.
 */
function prescribed({ headers }: Failure & { kind: 'answered' }, failures: number, now: number): number {
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(retryAfter)) return retryAfter * second;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * second;
  const date = Date.parse(String(headers['date']));
  const untilReset = reset - (Number.isNaN(date) ? now : date);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(untilReset)) return Math.max(untilReset, 0) + second;
  return 60 * second * 2 ** (failures - 1);
}
