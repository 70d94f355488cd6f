import { statfsSync } from 'node:fs';
import { ReleaseError } from '@slipway/domain';
import type { BuildFailure, BuildOrder } from '@slipway/operations/ports';
import { ifThere, systemCode } from '../disk.js';
import type { CommandEnd } from './command.js';

/** A failure before its log is read. */
export type Trouble = Pick<BuildFailure, 'kind' | 'what'>;

/** What the end of the command means; `null`: it succeeded. */
export function troubleOf(end: CommandEnd, order: BuildOrder, signal: AbortSignal): Trouble | null {
  if (end.kind === 'stopped') return stopped(order, signal);
  if (end.kind === 'code') return end.code === 0 ? null : { kind: 'build', what: `exit code ${end.code}` };
  return crashes.has(end.signal)
    ? { kind: 'build', what: `crashed with ${end.signal}` }
    : { kind: 'infrastructure', what: `killed by ${end.signal}` };
}

/** Signals that a process brings upon itself; nobody sends them from outside. */
const crashes: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGTRAP',
  'SIGSYS',
]);

export function stopped({ component }: BuildOrder, signal: AbortSignal): Trouble {
  const reason: unknown = signal.reason;
  if (reason !== 'timeout') return { kind: 'stopped', what: reason === 'cancelled' ? 'cancelled' : 'interrupted' };
  const seconds = (component.build?.timeout ?? 0) / 1000;
  return { kind: 'timeout', what: `not finished within its timeout of ${seconds} s` };
}

/** Something of ours failed, not the build. */
export function ownTrouble(error: unknown): Trouble {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull;
  return { kind: 'infrastructure', what: error instanceof Error ? error.message : String(error) };
}

export const diskFull: Trouble = { kind: 'infrastructure', what: 'no space is left on the disk' };

/** What a build may bring about with what it makes, or with the folder that it is in. */
const ofItsMaking: ReadonlySet<string> = new Set(['ELOOP', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EACCES']);

/** Its artifacts could not be taken. */
export function artifactTrouble(error: unknown): Trouble {
  const trouble = ownTrouble(error);
  const isTheirs = error instanceof ReleaseError || ofItsMaking.has(systemCode(error));
  return isTheirs ? { kind: 'build', what: `its artifacts cannot be taken: ${trouble.what}` } : trouble;
}

/** Less than this, in bytes, and most programs fail at whatever they write. */
const tooLittle = 64 << 10;

/** A build that fails on a full disk may say anything; the disk tells. */
export function blameDisk(trouble: Trouble, folders: readonly string[]): Trouble {
  return trouble.kind === 'build' && folders.some(isFull) ? diskFull : trouble;
}

function isFull(folder: string): boolean {
  const disk = ifThere(() => statfsSync(folder)); // a build may remove its own folder
  return disk !== null && disk.bavail * disk.bsize < tooLittle;
}
