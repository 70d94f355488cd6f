import { type Finding, ReleaseError } from '@slipway/domain';
import type { Ledger, Machine } from '../ports/index.js';
import type { ChainRun, Phase } from './engine/state.js';
import { buildReports, type BuildReport } from './report/report.js';
import { readRun, runId, runNumbers } from './run/runs.js';

/** Whether somebody sees to a run that has not ended; `null` where it is at rest. */
export type Attendance = 'alive' | 'dead' | 'unknown' | null;

export const attendanceOf = async ({ owner }: ChainRun, machine: Pick<Machine, 'isAlive'>): Promise<Attendance> =>
  owner && machine.isAlive(owner);

/** One line of the history of a set. */
export interface PastRun {
  readonly run: string;
  readonly phase: Phase;
  readonly attendance: Attendance;
  readonly partial: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When the state changed last. */
  readonly changedAt: number;
  /** How many of its builds stand so; what none does is left out. */
  readonly counts: Readonly<Partial<Record<BuildReport['status'], number>>>;
}

export interface ChainHistory {
  readonly schema: 1;
  readonly set: string;
  /** Newest first. */
  readonly runs: readonly PastRun[];
  /** Runs that are there and cannot be read. */
  readonly findings: readonly Finding[];
}

/** The newest `limit` runs of the set. A run that another version of ours wrote hides no other. */
export async function chainHistory(
  { ledger, machine }: { readonly ledger: Ledger; readonly machine: Pick<Machine, 'isAlive'> },
  { set, limit }: { readonly set: string; readonly limit: number },
): Promise<ChainHistory> {
  const runs: PastRun[] = [];
  const findings: Finding[] = [];
  for (const number of (await runNumbers(ledger, set)).slice(0, limit)) {
    try {
      const stored = await readRun(ledger, runId(set, number));
      if (stored) runs.push(pastRun(stored.run, await attendanceOf(stored.run, machine)));
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      findings.push(...error.findings.map((finding) => ({ ...finding, severity: 'warning' as const })));
    }
  }
  return { schema: 1, set, runs, findings };
}

function pastRun(run: ChainRun, attendance: Attendance): PastRun {
  const counts: Partial<Record<BuildReport['status'], number>> = {};
  for (const { status } of buildReports(run)) counts[status] = (counts[status] ?? 0) + 1;
  const { id, phase, partial, startedAt, now } = run;
  return { run: id, phase, attendance, partial, startedAt, changedAt: now, counts };
}
