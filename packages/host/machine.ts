import { execFile } from 'node:child_process';
import { hostname } from 'node:os';
import type { Machine, Owner } from '@slipway/operations/ports';
import { startOf } from './processes/identity.js';

export interface MachineOptions {
  /** Where tools are looked for: PATH, above all. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long a tool may take to tell its version, in milliseconds. */
  readonly patience: number;
}

/** This machine. */
export function thisMachine({ environment, patience }: MachineOptions): Machine {
  const host = hostname();
  const versions = new Map<string, Promise<string | null>>();
  return {
    os: process.platform,
    arch: process.arch,
    self: () => ({ host, pid: process.pid, started: startOf(process.pid) ?? '' }),
    isAlive: async (owner: Owner) => {
      if (!('pid' in owner) || owner.host !== host) return 'unknown';
      return startOf(owner.pid) === owner.started ? 'alive' : 'dead';
    },
    toolVersion(tool) {
      const version = versions.get(tool) ?? askForVersion(tool, environment, patience);
      versions.set(tool, version);
      return version;
    },
  };
}

/** Some tools print their version among errors, or end with an error all the same: what they print counts. */
const askForVersion = (tool: string, env: MachineOptions['environment'], timeout: number): Promise<string | null> =>
  new Promise((resolve) => {
    const child = execFile(tool, ['--version'], { env, timeout, killSignal: 'SIGKILL' }, (_, output, errors) =>
      resolve(/\d+\.\d+(\.\d+)*/.exec(`${output}\n${errors}`)?.[0] ?? null),
    );
    child.stdin?.end();
  });
