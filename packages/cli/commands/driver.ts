import { resolve } from 'node:path';
import { type AddressVariable, githubAddress, ReleaseError } from '@slipway/domain';
import { localPorts } from '@slipway/host';
import type { ManifestFile } from '@slipway/host/manifest-file';
import type { BuildWish, ChainPorts, Steering } from '@slipway/operations/orchestrate-chain';
import type { DriveFlags } from '../flags.js';
import type { Session } from '../session.js';
import { verboseWatcher, type Watcher, watcherFor } from '../terminal/watcher.js';

/** What it takes to drive a run on this machine, before somebody's eyes. */
export interface Driver {
  readonly ports: ChainPorts;
  readonly steering: Steering;
  /** Nothing is drawn after this. */
  end(): void;
}

/** Milliseconds that a build may take to end when it is asked to. */
const grace = 10_000;

export function driverOf(flags: DriveFlags, file: ManifestFile, from: BuildWish['from'], session: Session): Driver {
  const { shell } = session;
  const watcher = ownWatcher(flags, file, session);
  const { polite, atOnce } = shell.interruption();
  const ports = localPorts({
    manifestDir: file.folder,
    stateDir: file.stateDir,
    out: resolve(shell.folder, flags.out, file.manifest.set),
    from,
    serverUrl: serverUrlOf(session),
    environment: shell.environment,
    grace,
    interrupt: polite,
    atOnce,
    ...(watcher.output ? { onOutput: watcher.output } : {}),
  });
  return { ports, steering: { interrupt: polite, watch: watcher.watch }, end: () => watcher.end() };
}

/** Which GitHub the environment means. */
export function addressIn(variable: AddressVariable, { shell }: Session): string {
  const read = githubAddress(variable, shell.environment[variable]);
  if (read.status === 'refused') throw new ReleaseError([read.finding]);
  return read.address;
}

/** The GitHub server that `owner/name` is on. */
export const serverUrlOf = (session: Session): string => addressIn('GITHUB_SERVER_URL', session);

function ownWatcher({ verbose }: DriveFlags, { manifest }: ManifestFile, { shell, output }: Session): Watcher {
  if (verbose)
    return verboseWatcher(
      output,
      manifest.components.map(({ name }) => name),
    );
  return watcherFor(output, shell);
}
