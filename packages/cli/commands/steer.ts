import { readManifestFile } from '@slipway/host/manifest-file';
import { type Command, steerChain, type Steered } from '@slipway/operations/orchestrate-chain';
import { exitCodeOfSteering } from '../exit-code.js';
import { driveArgs, type DriveFlags } from '../flags.js';
import type { Session } from '../session.js';
import { command as typed } from '../terminal/commands.js';
import { reportLines } from '../terminal/report-lines.js';
import { toldLines } from '../terminal/told-lines.js';
import { driverOf } from './driver.js';

/** What a person wants of a run. */
export interface Order {
  readonly command: Command;
  /** A run's id; `null`: the set's newest. */
  readonly run: string | null;
}

/** `slipway chain pause`, `resume`, `retry` and `cancel`. Of the manifest only the set's id and its place are used. */
export async function steer({ command, run }: Order, flags: DriveFlags, session: Session): Promise<number> {
  const { shell } = session;
  const file = await readManifestFile(flags.manifest, shell.folder);
  const driver = driverOf(flags, file, 'commits', session);
  const wish = {
    command,
    run,
    set: file.manifest.set,
    file: file.name,
    maxParallel: flags.maxParallel ?? null,
    ownership: flags.takeOver ? 'take-over' : 'respect',
    existing: flags.replace ? 'replace' : 'refuse',
  } as const;
  const steered = await steerChain(driver.ports, wish, driver.steering).finally(() => driver.end());
  tell(steered, wish, flags, session);
  return exitCodeOfSteering(steered, command);
}

function tell(
  steered: Steered,
  { command, set }: { readonly command: Command; readonly set: string },
  flags: DriveFlags,
  { shell, output }: Session,
): void {
  switch (steered.status) {
    case 'told': {
      const { status: outcome, ...told } = steered;
      output.say(toldLines(steered, command, shell, flags));
      output.document({ schema: 1, outcome, command, set, ...told, findings: [] });
      break;
    }
    case 'refused':
      output.tell([steered.finding]);
      output.document({ schema: 1, outcome: 'refused', command, set, findings: [steered.finding] });
      break;
    case 'done': {
      const build = typed(shell.program, ['chain', 'build', ...driveArgs(flags)]);
      output.say(reportLines(steered.report, shell, { flags, build }));
      output.tell(steered.report.findings);
      output.document(steered.report);
    }
  }
}
