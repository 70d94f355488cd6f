import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ifThere, systemCode } from './disk.js';

/** This machine's name, as part of a file name. */
const host = encodeURIComponent(hostname());

/** A name for what this process has not finished yet; it tells who was at work, so that what a killed process left is known. */
export const unfinishedName = (prefix: string): string => `${prefix}${host}.${process.pid}.${crypto.randomUUID()}`;

/** Deletes what processes of this machine that are no more left under such names. */
export function sweepUnfinished(folder: string, prefix: string): void {
  const names = ifThere(() => readdirSync(folder)) ?? [];
  for (const name of names) {
    if (isLeftOver(name, `${prefix}${host}.`)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isLeftOver(name: string, beginning: string): boolean {
  const pid = name.startsWith(beginning) ? /^(\d+)\.[0-9a-f-]{36}$/.exec(name.slice(beginning.length))?.[1] : undefined;
  return pid !== undefined && !isRunning(Number(pid));
}

/** A process id that was given out anew keeps what was left until that process ends. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
