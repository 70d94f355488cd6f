import type { Double, LogEntry } from '@slipway/github-double';
import type { PlannedRequest } from '@slipway/operations/ports';

/** All that has changed something since so many requests. */
export const writtenSince = ({ log }: Double, before: number): readonly LogEntry[] =>
  log.entries.slice(before).filter(({ method, path }) => method !== 'GET' && path !== '/graphql');

/** The same without what keeps the ledger, which a dry run's list leaves out. */
export const sentSince = (double: Double, before: number): readonly LogEntry[] =>
  writtenSince(double, before).filter((entry) => !isOfTheLedger(entry));

const isOfTheLedger = ({ path, body }: LogEntry): boolean =>
  /\/git\/(trees|commits)$|\/git\/refs\/slipway/.test(path) || JSON.stringify(body ?? null).includes('refs/slipway/');

export const short = ({ method, path }: Pick<PlannedRequest, 'method' | 'path'>): string =>
  `${method} ${path.replace(/&$/, '')}`;
