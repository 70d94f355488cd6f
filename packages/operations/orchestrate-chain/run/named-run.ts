import type { Finding } from '@slipway/domain';
import type { Ledger } from '../../ports/index.js';
import { newestRun, numberOf, readRun, type StoredRun } from './runs.js';

export interface RunName {
  readonly set: string;
  /** A run's id; `null`: the set's newest. */
  readonly run: string | null;
}

/** A run of the set; `null` where there is none, or none of that name. */
export async function namedRun(ledger: Ledger, { set, run }: RunName): Promise<StoredRun | null> {
  if (run === null) return newestRun(ledger, set);
  return numberOf(set, run) === null ? null : readRun(ledger, run);
}

export const noRun = ({ run, set }: RunName): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: run === null ? 'this set has no run yet' : `the set ${set} has no such run`,
  where: run ?? set,
  remedy: run === null ? 'begin one with "slipway chain build"' : 'see "slipway chain history"',
});
