import { resolve } from 'node:path';
import { localPorts } from '@slipway/host';
import { type ManifestFile, readManifestFile } from '@slipway/host/manifest-file';
import { buildChain, type BuildWish } from '@slipway/operations/orchestrate-chain';
import { exitCodeOf } from '../exit-code.js';
import type { Session } from '../run.js';
import { reportLines } from '../terminal/report-lines.js';
import { liveWatcher, plainWatcher, verboseWatcher, type Watcher } from '../terminal/watcher.js';

export interface BuildFlags {
  readonly manifest: string;
  readonly out: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly maxParallel?: number;
  readonly keepGoing?: true;
  readonly failFast?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly force?: true;
  readonly replace?: true;
  readonly inPlace?: true;
  readonly takeOver?: true;
  readonly verbose?: true;
}

/** Milliseconds that a build may take to end when it is asked to. */
const grace = 10_000;

/** `slipway chain build`. */
export async function build(flags: BuildFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const file = await readManifestFile(flags.manifest, shell.folder);
  output.tell(file.notices);
  const wish = wishOf(flags, file, session);
  const watcher = watcherFor(flags, file, session);
  const ports = localPorts({
    manifestDir: file.folder,
    stateDir: file.stateDir,
    out: resolve(shell.folder, flags.out, file.manifest.set),
    from: wish.from,
    serverUrl: shell.environment['GITHUB_SERVER_URL'] || 'https://github.com',
    environment: shell.environment,
    grace,
    ...(watcher.output ? { onOutput: watcher.output } : {}),
  });
  const steering = { interrupt: shell.interruption(), watch: watcher.watch };
  const report = await buildChain(ports, wish, steering).finally(() => watcher.end());
  output.say(reportLines(report, shell, file.name));
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

/** A table where somebody sits at a terminal; lines everywhere else, and where builds print between them. */
function watcherFor({ verbose }: BuildFlags, { manifest }: ManifestFile, { shell, output }: Session): Watcher {
  if (verbose)
    return verboseWatcher(
      output,
      manifest.components.map(({ name }) => name),
    );
  const isTerminal = output.people.isTTY === true && shell.environment['TERM'] !== 'dumb';
  return isTerminal ? liveWatcher(output, shell.now) : plainWatcher(output);
}
