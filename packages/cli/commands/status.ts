import { existsSync } from 'node:fs';
import { fileLedger, systemClock, thisMachine } from '@slipway/host';
import { readManifestFile } from '@slipway/host/manifest-file';
import {
  type Attendance,
  attendanceOf,
  buildReports,
  type ChainRun,
  isAtRest,
  namedRun,
  noRun,
} from '@slipway/operations/orchestrate-chain';
import { exitCodeOf } from '../exit-code.js';
import { defaults, type ManifestFlags, placeArgs } from '../flags.js';
import type { Session } from '../session.js';
import { command } from '../terminal/commands.js';
import { statusLines } from '../terminal/status-lines.js';
import { line } from '../terminal/text.js';
import { watcherFor } from '../terminal/watcher.js';

export interface StatusFlags extends ManifestFlags {
  readonly watch?: true;
  readonly json?: true;
}

/** `slipway chain status`: a run of the set, by default its newest; reads, and writes nothing. */
export async function status(run: string | null, flags: StatusFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const { manifest, stateDir } = await readManifestFile(flags.manifest, shell.folder);
  const look = lookingAt({ set: manifest.set, run, stateDir }, session);
  const seen = await (flags.watch ? watched(look, session) : look());
  if (seen === null) return none({ set: manifest.set, run }, session);
  const build = command(shell.program, ['chain', 'build', ...placeArgs(flags)]);
  const next = { flags: { ...flags, out: defaults.out }, build };
  output.say(statusLines(seen.run, seen.attendance, shell, next));
  output.document(statusDocument(seen));
  return 0;
}

interface Seen {
  readonly run: ChainRun;
  readonly attendance: Attendance;
}

/** Reads the run and asks for its owner, as often as it is called. */
function lookingAt(
  { stateDir, ...name }: { readonly set: string; readonly run: string | null; readonly stateDir: string },
  { shell }: Session,
): () => Promise<Seen | null> {
  if (!existsSync(stateDir)) return async () => null;
  const ledger = fileLedger(stateDir);
  const machine = thisMachine({ environment: shell.environment, patience: 0 });
  return async () => {
    const stored = await namedRun(ledger, name);
    return stored && { run: stored.run, attendance: await attendanceOf(stored.run, machine) };
  };
}

/** Milliseconds between two looks. */
const glance = 200;

/** Shows the run until it is at rest, nobody drives it any more, or the reader has seen enough. */
async function watched(look: () => Promise<Seen | null>, { shell, output }: Session): Promise<Seen | null> {
  const { polite } = shell.interruption();
  const watcher = watcherFor(output, shell);
  let seen = await look();
  try {
    while (seen !== null && !isOver(seen) && !polite.aborted) {
      watcher.watch(seen.run);
      await systemClock.sleep(glance, polite);
      seen = await look();
      if (seen && isOver(seen)) watcher.watch(seen.run);
    }
    return seen;
  } finally {
    watcher.end();
  }
}

const isOver = ({ run, attendance }: Seen): boolean => isAtRest(run) || attendance === 'dead';

/** That a set has no run yet is an answer; that it has none of that name is a mistake. */
function none(name: { readonly set: string; readonly run: string | null }, { output }: Session): number {
  if (name.run === null) {
    output.say([line(`${name.set} has not been built here`)]);
    output.document({ schema: 1, set: name.set, run: null });
    return 0;
  }
  const refusal = { schema: 1, outcome: 'refused', findings: [noRun(name)] } as const;
  output.tell(refusal.findings);
  output.document(refusal);
  return exitCodeOf(refusal);
}

const statusDocument = ({ run, attendance }: Seen) => ({
  schema: 1,
  set: run.set,
  run: run.id,
  phase: run.phase,
  /** What is wanted of it: `go`, `pause`, `interrupt` or `cancel`. */
  intent: run.intent,
  partial: run.partial,
  startedAt: run.startedAt,
  /** When the state changed last, milliseconds since 1970 as above. */
  changedAt: run.now,
  owner: run.owner,
  attendance,
  builds: buildReports(run),
});
