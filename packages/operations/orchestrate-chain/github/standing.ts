import type { Finding } from '@slipway/domain';
import type { ChainRun } from '../engine/state.js';
import { newestRun } from '../run/runs.js';
import { type FallbackReport, fallbackReport } from './fallback/findings.js';
import { countingFallback } from './fallback/record.js';
import { observed } from './observe.js';
import type { GithubPorts } from './ports.js';
import { type PreparedRelease, readPrepared } from './release-record.js';
import type { GithubWish } from './wish.js';

/** How the newest chain run under a tag stands, its release, and what was started in its place. */
export interface GithubStanding {
  /** `null`: the former workflow was started before one began. Of running builds it has what GitHub tells now. */
  readonly run: ChainRun | null;
  /** `null` where none was prepared. */
  readonly prepared: PreparedRelease | null;
  /** `null` where nothing but the chain run makes the release. */
  readonly fallback: FallbackReport | null;
  /** What could not be seen, and why. */
  readonly notices: readonly Finding[];
}

/** `status`: reads, and changes nothing. `null` where nothing has begun under the tag. */
export async function statusOnGithub(
  { ledger, runs }: Pick<GithubPorts, 'ledger' | 'runs'>,
  { tag }: Pick<GithubWish, 'tag'>,
): Promise<GithubStanding | null> {
  const stored = await newestRun(ledger, tag);
  const counting = await countingFallback(ledger, tag);
  if (!stored && !counting) return null;
  const record = stored && (await readPrepared(ledger, stored.run.id));
  const looked = stored && (await observed(runs, stored.run));
  return {
    run: looked?.run ?? null,
    prepared: record?.prepared ?? null,
    fallback: counting && fallbackReport(counting.fallback),
    notices: looked?.notices ?? [],
  };
}

/**
 * In one word. What the former workflow has taken over has failed here, however far it had come; of a chain run that was prepared, how far its
 * release is says more than its phase.
 */
export function standingStatus({ run, prepared, fallback }: GithubStanding): string {
  if (fallback || !run) return 'failed';
  return prepared === null || prepared.status === 'deleted' ? run.phase : prepared.status;
}
