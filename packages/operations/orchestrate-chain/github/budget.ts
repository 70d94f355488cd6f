import type { Finding } from '@slipway/domain';
import type { LookBudget } from '../../ports/index.js';
import { durationText } from '../report/duration-text.js';

/** Requests that follow when a live build ends: its confirmation, its artifacts, the state, and what it lets begin. */
const perEnd = 10;

/** Requests for the release itself. */
const forRelease = 40;

/**
 * The least wait between two looks that makes what is left of a limit last until it is whole again: milliseconds. Half of what is left at
 * most is kept for what has to be done besides looking, so that the waits grow as it dwindles, and never end.
 */
export function affordable({ remaining, resetAt, cost }: LookBudget, live: number, now: number): number {
  const left = resetAt - now;
  if (left <= 0) return 0;
  const kept = Math.min(remaining / 2, live * perEnd + forRelease);
  const looks = Math.floor((remaining - kept) / cost);
  return left / Math.max(looks, 1);
}

export const slowedDown = (wait: number, { remaining, limit }: LookBudget): Finding => ({
  code: 'unavailable',
  severity: 'notice',
  what: `builds were looked at every ${durationText(wait)} for a while, as the token had ${remaining} of its ${limit} requests an hour left`,
  where: "GitHub's hourly limit",
  remedy:
    'nothing has to be done; where ends should be seen sooner, give the chain a token of its own (app-id and app-private-key)',
});
