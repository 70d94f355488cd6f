import { type ManifestFile, readManifestFile } from '@slipway/host/manifest-file';
import { buildChain, type BuildWish } from '@slipway/operations/orchestrate-chain';
import { exitCodeOf } from '../exit-code.js';
import type { DriveFlags } from '../flags.js';
import type { Session } from '../session.js';
import { command } from '../terminal/commands.js';
import { reportLines } from '../terminal/report-lines.js';
import { driverOf } from './driver.js';

export interface BuildFlags extends DriveFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly keepGoing?: true;
  readonly failFast?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly inPlace?: true;
}

/** `slipway chain build`. */
export async function build(flags: BuildFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const file = await readManifestFile(flags.manifest, shell.folder);
  output.tell(file.notices);
  const wish = wishOf(flags, file, session);
  const driver = driverOf(flags, file, wish.from, session);
  const report = await buildChain(driver.ports, wish, driver.steering).finally(() => driver.end());
  const again = shell.args.filter((arg) => arg !== '--dry-run');
  output.say(reportLines(report, shell, { flags, build: command(shell.program, again) }));
  output.tell(report.findings);
  output.document({ ...report, findings: [...file.notices, ...report.findings] });
  return exitCodeOf(report);
}

/** What the flags say, else the manifest, else the machine. */
function wishOf(flags: BuildFlags, { manifest, name }: ManifestFile, { shell }: Session): BuildWish {
  return {
    manifest,
    file: name,
    selection: { only: flags.only ?? [], skip: flags.skip ?? [] },
    policy: {
      maxParallel: flags.maxParallel ?? manifest.maxParallel ?? shell.processors,
      onFailure: flags.failFast ? 'fail-fast' : flags.keepGoing ? 'keep-going' : manifest.onFailure,
    },
    mode: flags.dryRun ? 'dry-run' : 'build',
    reuse: flags.force ? 'none' : 'any',
    from: flags.inPlace ? 'working-copies' : 'commits',
    existing: flags.replace ? 'replace' : 'refuse',
    ownership: flags.takeOver ? 'take-over' : 'respect',
  };
}
