import type { Finding } from '@slipway/domain';
import type { PlannedRequest } from '../../ports/index.js';
import type { ChainReport } from '../report/report.js';
import type { FallbackReport } from './fallback/findings.js';

export type GithubStatus =
  | 'planned'
  | 'built'
  | 'prepared'
  | 'published'
  | 'already-released'
  | 'paused'
  | 'continuing'
  | 'failed'
  | 'cancelled'
  | 'refused';

/** What one command came to. */
export interface GithubReport {
  readonly schema: 1;
  readonly status: GithubStatus;
  readonly tag: string;
  /** `null` where the builds were none of this command's. */
  readonly chain: ChainReport | null;
  readonly release: { readonly id: number; readonly url: string; readonly state: 'draft' | 'public' } | null;
  readonly findings: readonly Finding[];
  /** The former workflow that makes the release in the place of this chain run. */
  readonly fallback?: FallbackReport;
  /** Of a dry run: what it would send to change something, in order, besides the state in the ledger, at every step. */
  readonly requests?: readonly PlannedRequest[];
  /** Orchestration itself could not go on. */
  readonly broken?: true;
}

/** What the builds alone came to, where no GitHub Release is made of them. */
function statusOf({ outcome }: ChainReport): GithubStatus {
  switch (outcome) {
    case 'released':
    case 'already-released':
      return 'built';
    case 'interrupted':
      return 'continuing';
    default:
      return outcome;
  }
}

/** Builds without a release yet. */
export const githubReport = (tag: string, chain: ChainReport): GithubReport => ({
  schema: 1,
  status: statusOf(chain),
  tag,
  chain,
  release: null,
  findings: chain.findings,
});
