import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isGroupAlive } from './group.js';
import { startOf } from './identity.js';
import { endOrphan } from './orphan.js';

/** A process of a group of its own, with a child. */
async function anOrphan(): Promise<{ pid: number; ended: Promise<unknown> }> {
  const child = spawn('sh', ['-c', 'sleep 1000 & echo up; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, ended: once(child, 'exit') };
}

test('an orphan is ended with its group when pid and start time match, and only then', async () => {
  const { pid, ended } = await anOrphan();
  const started = startOf(pid) ?? '';

  const other = await endOrphan({ pid, started: `${started}0` });
  const aliveStill = isGroupAlive(pid);
  const same = await endOrphan({ pid, started });
  await ended;

  expect([other, aliveStill, same, isGroupAlive(pid)]).toEqual([false, true, true, false]);
  expect(await endOrphan({ pid, started })).toBe(false);
});
