import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process started, as its system tells it, so that a number that was given out anew is not taken for the old
 * process; `null` where no such process runs. Equal texts mean the same process.
 */
export const startOf = (pid: number): string | null => (process.platform === 'linux' ? onLinux(pid) : elsewhere(pid));

function onLinux(pid: number): string | null {
  const stat = statOf(pid);
  return stat && stat.alive ? inThisBoot(stat.start) : null;
}

/** Ticks since boot alone would be met again after a restart, so the boot is named too (Linux only). */
export const inThisBoot = (ticks: string): string => `${bootId()}:${ticks}`;

export interface ProcessStat {
  readonly alive: boolean;
  readonly parent: number;
  readonly group: number;
  /** Clock ticks since boot. */
  readonly start: string;
}

/** What `/proc/<pid>/stat` says (Linux only): fields 3, 4, 5 and 22 of proc_pid_stat(5). */
export function statOf(pid: number | string): ProcessStat | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The second field is the program's name in parentheses and may hold anything, parentheses and blanks too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = '', group = ''] = fields;
  const alive = state !== 'Z' && state !== 'X';
  return { alive, parent: Number(parent), group: Number(group), start: fields[19] ?? '' };
}

/** The variables that the process began with, each `NAME=value`; none where we may not read them (Linux only). */
export const environmentOf = (pid: string): readonly string[] => read(`/proc/${pid}/environ`)?.split('\0') ?? [];

let boot: string | undefined;
const bootId = (): string => (boot ??= (read('/proc/sys/kernel/random/boot_id') ?? '').trim());

function read(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null; // the process ended before or while it was read (ENOENT, ESRCH), or is not ours to read (EACCES)
  }
}

/** In English and UTC, so that equal times are equal texts. */
function elsewhere(pid: number): string | null {
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  const { stdout } = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env });
  return stdout.trim() || null;
}
