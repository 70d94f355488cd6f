import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isGone } from './group.js';
import { statOf } from './identity.js';

/** Asks the process to end, and all that descends from it. For what shares our group, as it may have to ask for a passphrase on our terminal. */
export function endTree(root: number): void {
  for (const pid of treeOf(root)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

function treeOf(root: number): readonly number[] {
  const all = process.platform === 'linux' ? onLinux() : elsewhere();
  const tree = [root];
  for (const pid of tree) tree.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree;
}

interface Member {
  readonly pid: number;
  readonly parent: number;
}

const onLinux = (): readonly Member[] =>
  readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(name) : null;
    return stat?.alive ? [{ pid: Number(name), parent: stat.parent }] : [];
  });

function elsewhere(): readonly Member[] {
  const { stdout } = spawnSync('/bin/ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return [...stdout.matchAll(/(\d+) +(\d+)/g)].map(([, pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
