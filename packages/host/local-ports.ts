import { join } from 'node:path';
import type { BuildWish, ChainPorts } from '@slipway/operations/orchestrate-chain';
import { artifactStore } from './artifacts/artifact-store.js';
import { localBuilder } from './builder/local-builder.js';
import { systemClock } from './clock.js';
import { fileLedger } from './ledger/file-ledger.js';
import { thisMachine } from './machine.js';
import { endOrphan } from './processes/orphan.js';
import { releaseFolder } from './release/release-folder.js';
import { gitSources } from './sources/sources.js';

export interface LocalPortsOptions {
  /** Absolute folder of the manifest. */
  readonly manifestDir: string;
  /** `.slipway` beside it, absolute: state, logs, copies of repositories, artifacts. */
  readonly stateDir: string;
  /** The release folder, absolute. */
  readonly out: string;
  readonly from: BuildWish['from'];
  /** The GitHub server, `https://github.com`. */
  readonly serverUrl: string;
  /** Our own environment, whole. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that a build may take to end when it is asked to. */
  readonly grace: number;
  /** Once it is aborted, what is being looked up or cloned is given up. */
  readonly interrupt?: AbortSignal;
  /** Once it is aborted nobody waits any more: before that call is over, all that builds is killed. */
  readonly atOnce?: AbortSignal;
  /** Takes each line of a build's output as it comes, where somebody looks on. */
  readonly onOutput?: (component: string, line: string) => void;
}

/** Milliseconds that a tool may take to tell its version. */
const patience = 10_000;

/** The ports of a chain, on this machine. */
export function localPorts({ out, serverUrl, from, ...options }: LocalPortsOptions): ChainPorts {
  const { stateDir, manifestDir, environment, interrupt } = options;
  const cacheDir = join(stateDir, 'repositories');
  const store = artifactStore(join(stateDir, 'artifacts'));
  return {
    clock: systemClock,
    ledger: fileLedger(stateDir),
    machine: thisMachine({ environment, patience }),
    sources: gitSources({ manifestDir, cacheDir, serverUrl, from, environment, ...(interrupt ? { interrupt } : {}) }),
    builder: localBuilder({ ...options, cacheDir, artifacts: store }),
    store,
    folder: releaseFolder(out, store),
    endOrphan,
  };
}
