import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { startOf } from './identity.js';
import { endTree } from './tree.js';

test('a process ends with its children and theirs, and what is gone already is no error', async () => {
  const script = 'sh -c "sleep 1000 & echo \\$!; wait" & echo $!; wait';
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  while (printed.split('\n').length < 3) await once(child.stdout, 'data');
  const pids = [child.pid ?? 0, ...printed.trim().split('\n').map(Number)];

  endTree(pids[0] ?? 0);
  await once(child, 'close');
  for (let wait = 0; wait < 200 && pids.some((pid) => startOf(pid) !== null); wait += 1) await after(10);

  expect(pids).toHaveLength(3);
  expect(pids.map(startOf)).toEqual([null, null, null]);
  expect(() => endTree(pids[0] ?? 0)).not.toThrow();
});
