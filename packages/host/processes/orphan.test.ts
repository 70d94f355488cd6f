import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import type { LocalProcess } from '@slipway/operations/ports';
import { anOrder } from '../builder/an-order.js';
import { buildEnvironment } from '../builder/environment.js';
import { isGroupAlive, killGroup } from './group.js';
import { startOf } from './identity.js';
import { endOrphan } from './orphan.js';

const env = { PATH: process.env['PATH'] ?? '' };
const buildEnv = buildEnvironment(env, anOrder('/m', ['true']), { manifestDir: '/m', upstreams: '/u', cache: '/c' });
const onLinux = process.platform === 'linux';

/** A process of a group of its own, with a child. */
async function anOrphan(environment = buildEnv): Promise<LocalProcess & { readonly ended: Promise<unknown> }> {
  const child = spawn('sh', ['-c', 'sleep 1000 & echo up; wait'], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return { pid, started: startOf(pid) ?? '', ended: once(child, 'exit') };
}

/** The same, whose first process has ended and was reaped. */
async function aRest(environment = buildEnv): Promise<LocalProcess> {
  const orphan = await anOrphan(environment);
  process.kill(orphan.pid, 'SIGKILL');
  await orphan.ended;
  return orphan;
}

test('an orphan is ended with its group when pid and start time match, and only then', async () => {
  const { pid, started, ended } = await anOrphan();

  const other = await endOrphan({ pid, started: `${started}0` });
  const aliveStill = isGroupAlive(pid);
  const same = await endOrphan({ pid, started });
  await ended;

  expect([other, aliveStill, same, isGroupAlive(pid)]).toEqual([false, true, true, false]);
  expect(await endOrphan({ pid, started })).toBe(false);
});

test('what outlived the first process of a build is ended where the system can tell that it is ours', async () => {
  const { pid, started } = await aRest();

  const ended = await endOrphan({ pid, started });
  const left = isGroupAlive(pid);
  await killGroup(pid);

  expect([ended, left]).toEqual([onLinux, !onLinux]);
});

test('a group of the same number that is no build, or of another boot, is left alone', async () => {
  const [foreign, ours] = [await aRest(env), await aRest()];

  const ended = [await endOrphan(foreign), await endOrphan({ pid: ours.pid, started: 'another boot:1' })];
  const left = [isGroupAlive(foreign.pid), isGroupAlive(ours.pid)];
  await Promise.all([killGroup(foreign.pid), killGroup(ours.pid)]);

  expect([ended, left]).toEqual([
    [false, false],
    [true, true],
  ]);
});

// Where setsid(1) is, and containers whose first process reaps nobody.
(onLinux ? describe : describe.skip)('on Linux', () => {
  test('a first process that nobody reaps tells by its start time whose group it is', async () => {
    const script = "setsid sh -c 'sleep 1000 & echo $$; wait' & exec sleep 1000";
    const neverReaps = spawn('sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = Number(await once(neverReaps.stdout, 'data'));
    const started = startOf(pid) ?? '';
    process.kill(pid, 'SIGKILL');
    while (startOf(pid) !== null) await after(5);

    const other = await endOrphan({ pid, started: `${started}0` });
    const same = await endOrphan({ pid, started });
    const left = isGroupAlive(pid);
    const again = await endOrphan({ pid, started });
    await killGroup(pid);
    neverReaps.kill('SIGKILL');

    expect([other, same, left, again]).toEqual([false, true, false, false]);
  });
});
