import type { Finding } from '@slipway/domain';
import type { CollectionReport } from '@slipway/operations/collect-artifacts';
import type { ComparisonReport } from '@slipway/operations/compare-releases';
import type { ChainReport, Command, GithubReport, Steered } from '@slipway/operations/orchestrate-chain';
import type { SetupReport } from '@slipway/operations/setup-checkouts';
import type { ArchiveReport, SyncReport, VerifyReport } from '@slipway/operations/sync-release-assets';
import { interruptedCode } from './shell.js';

type Report =
  ChainReport | CollectionReport | ComparisonReport | SetupReport | SyncReport | VerifyReport | ArchiveReport;

const done = 0;
const failed = 1;
const badInput = 2;

const codes: Readonly<Record<Exclude<Report['outcome'], 'refused'>, number>> = {
  planned: done,
  released: done,
  'already-released': done,
  built: done,
  collected: done,
  'already-collected': done,
  same: done,
  different: failed,
  damaged: failed,
  failed,
  cancelled: failed,
  ready: done,
  lacking: failed,
  synced: done,
  skipped: done,
  verified: done,
  archived: done,
  'already-archived': done,
  paused: 3,
  continuing: 3,
  interrupted: interruptedCode,
};

/** What the process ends with: the only place that decides it. */
export const exitCodeOf = ({ outcome, findings }: Pick<Report, 'outcome' | 'findings'>): number =>
  outcome === 'refused' ? exitCodeOfRefusal(findings) : codes[outcome];

/** Of a command to a run: what was asked for is done, or its owner has been told. */
export function exitCodeOfSteering(steered: Steered, command: Command): number {
  if (steered.status === 'refused') return exitCodeOf({ outcome: 'refused', findings: [steered.finding] });
  if (steered.status === 'told') return done;
  return command === 'cancel' && steered.report.outcome === 'cancelled' ? done : exitCodeOf(steered.report);
}

/** Of a release that GitHub builds. */
export function exitCodeOfRelease({ status, findings }: Pick<GithubReport, 'status' | 'findings'>): number {
  if (status === 'prepared' || status === 'published') return done;
  return exitCodeOf({ outcome: status, findings });
}

/** Whether what was asked for cannot be, or the world does not let it happen now. */
const exitCodeOfRefusal = (findings: readonly Finding[]): number =>
  findings.some(({ severity, code }) => severity === 'error' && (code === 'bad-input' || code === 'not-found'))
    ? badInput
    : failed;
