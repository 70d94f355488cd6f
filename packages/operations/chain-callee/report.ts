import type { Artifact, Finding } from '@slipway/domain';
import type { CalleeOrder } from './contract.js';

/** What one command of a callee came to. */
export interface CalleeReport {
  readonly schema: 1;
  readonly outcome: 'fetched' | 'delivered' | 'refused';
  /** `null` where none could be read. */
  readonly order: CalleeOrder | null;
  /** What is delivered, sorted by path. */
  readonly files: readonly Artifact[];
  readonly findings: readonly Finding[];
}

export const refusedReport = (findings: readonly Finding[], order: CalleeOrder | null): CalleeReport => ({
  schema: 1,
  outcome: 'refused',
  order,
  files: [],
  findings,
});
