import { readdirSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { systemCode } from '../disk.js';
import { statOf } from './identity.js';

/** Sends the signal to every process of the group; a group that is gone is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Whether a process of the group still runs. */
export function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return !isGone(error);
  }
  return process.platform !== 'linux' || hasLivingMember(group);
}

/**
 * Whether a process of the group runs that `fits`, by its number (Linux only). Zombies answer to signals too, and in a
 * container whose first process never reaps (`tail -f /dev/null`, as GitHub's job containers run) they stay for good:
 * only a state that /proc tells counts.
 */
export function hasLivingMember(group: number, fits: (pid: string) => boolean = () => true): boolean {
  return readdirSync('/proc').some((name) => {
    const stat = /^\d+$/.test(name) ? statOf(name) : null;
    return stat !== null && stat.alive && stat.group === group && fits(name);
  });
}

/** ESRCH: nobody is there. EPERM: nobody whom we may signal, which Macs also say of a group of zombies. */
export const isGone = (error: unknown): boolean => ['ESRCH', 'EPERM'].includes(systemCode(error));

/** Politely first: SIGTERM, and SIGKILL for what is left after `grace` milliseconds. Resolves when the group is gone. */
export async function endGroup(group: number, grace: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  if (!(await isGoneWithin(group, grace))) await killGroup(group);
}

/** Resolves when the group is gone. What sits in an uninterruptible wait of the kernel is not waited for. */
export async function killGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGKILL');
  await isGoneWithin(group, 5_000);
}

async function isGoneWithin(group: number, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  for (let pause = 2; isGroupAlive(group); pause = Math.min(pause * 2, 50)) {
    if (performance.now() >= end) return false;
    await after(pause);
  }
  return true;
}
