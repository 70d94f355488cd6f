import { existsSync } from 'node:fs';
import { fileLedger, thisMachine } from '@slipway/host';
import { readManifestFile } from '@slipway/host/manifest-file';
import { buildReports, type ChainRun, newestRun } from '@slipway/operations/orchestrate-chain';
import type { Session } from '../run.js';
import { statusLines } from '../terminal/status-lines.js';
import { line } from '../terminal/text.js';

export interface StatusFlags {
  readonly manifest: string;
  readonly json?: true;
}

/** Whether somebody sees to a run that has not ended; `null` where it is at rest. */
export type Attendance = 'alive' | 'dead' | 'unknown' | null;

/** `slipway chain status`: the set's newest run; reads, and writes nothing. */
export async function status({ manifest: name }: StatusFlags, { shell, output }: Session): Promise<number> {
  const { manifest, stateDir } = await readManifestFile(name, shell.folder);
  const found = existsSync(stateDir) ? await newestRun(fileLedger(stateDir), manifest.set) : null;
  if (found === null) {
    output.say([line(`${manifest.set} has not been built here`)]);
    output.document({ schema: 1, set: manifest.set, run: null });
    return 0;
  }
  const attendance = attendanceOf(found.run, shell.environment);
  output.say(statusLines(found.run, attendance, shell.now()));
  output.document(statusDocument(found.run, attendance));
  return 0;
}

const attendanceOf = ({ owner }: ChainRun, environment: Readonly<Record<string, string>>): Attendance =>
  owner && thisMachine({ environment, patience: 0 }).isAlive(owner);

const statusDocument = (run: ChainRun, attendance: Attendance) => ({
  schema: 1,
  set: run.set,
  run: run.id,
  phase: run.phase,
  partial: run.partial,
  startedAt: run.startedAt,
  /** When the state changed last, milliseconds since 1970 as above. */
  changedAt: run.now,
  owner: run.owner,
  attendance,
  builds: buildReports(run),
});
