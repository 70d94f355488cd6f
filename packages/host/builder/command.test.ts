import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { BuildControl } from '@slipway/operations/ports';
import { isGroupAlive } from '../processes/group.js';
import { aBuilder, failedWith, sh } from './a-builder.js';
import { aControl, anOrder } from './an-order.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-command-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function appearance(path: string): Promise<string> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await after(5);
  return readFileSync(path, 'utf8').trim();
}

describe('a build that is told to end', () => {
  test.each([
    ['timeout', 'timeout', 'not finished within its timeout of 1800 s'],
    ['interrupted', 'stopped', 'interrupted'],
    ['cancelled', 'stopped', 'cancelled'],
  ] as const)('by %s may tidy up, and its grandchildren end too', async (reason, kind, what) => {
    const control = aControl();
    const script = "trap 'echo tidy; exit 0' TERM; (sleep 1000 & echo up > up; wait) & wait";

    const running = aBuilder(dir).build(anOrder(dir, sh(script)), control);
    await appearance(join(dir, 'up'));
    control.abort(reason);
    const outcome = await running;

    expect(outcome).toMatchObject({ status: 'failed', failure: { kind, what, tail: ['tidy'] } });
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });

  test('and does not listen is killed after its grace', async () => {
    const control = aControl();

    const running = aBuilder(dir, { grace: 50 }).build(
      anOrder(dir, sh("trap '' TERM; echo up > up; while :; do sleep 1; done")),
      control,
    );
    await appearance(join(dir, 'up'));
    control.abort('interrupted');

    expect(await running).toMatchObject(failedWith('stopped', 'interrupted'));
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });

  test('at once is killed before anything else can happen, grace or not', async () => {
    const [control, atOnce] = [aControl(), new AbortController()];
    const builder = aBuilder(dir, { atOnce: atOnce.signal });

    const running = builder.build(anOrder(dir, sh("trap '' TERM; (sleep 1000 & echo up > up; wait) & wait")), control);
    await appearance(join(dir, 'up'));
    control.abort('interrupted');
    atOnce.abort();

    expect(await running).toMatchObject(failedWith('stopped', 'interrupted'));
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });

  test('before it began has run nothing', async () => {
    const [before, meanwhile] = [aControl(), aControl()];
    before.abort('cancelled');
    const order = anOrder(dir, sh('touch ran'));

    const first = await aBuilder(dir).build(order, before);
    const second = await aBuilder(dir).build(order, { ...meanwhile, started: async () => meanwhile.abort('timeout') });

    expect([first, second]).toMatchObject([failedWith('stopped', 'cancelled'), failedWith('timeout', '1800 s')]);
    expect(existsSync(join(dir, 'ran'))).toBe(false);
  });
});

describe('the gate', () => {
  test('stays shut until the process is on record, and for ever where it cannot be', async () => {
    let group = 0;
    const started: BuildControl['started'] = async (child) => {
      const pid = 'pid' in child ? child.pid : 0;
      group = pid;
      await after(50);
      expect(existsSync(join(dir, 'ran'))).toBe(false);
      throw new Error('the disk is full');
    };

    const building = aBuilder(dir).build(anOrder(dir, sh('touch ran')), { ...aControl(), started });

    await expect(building).rejects.toThrow('the disk is full');
    expect([existsSync(join(dir, 'ran')), isGroupAlive(group)]).toEqual([false, false]);
  });

  test('breaks when we are killed first: the process ends by itself and nothing has run', async () => {
    const output = join(dir, 'pid');
    const program = `
      const { startGated } = await import(process.argv[1]);
      const gated = { program: 'touch', args: ['ran'], folder: process.argv[2], env: { PATH: '/usr/bin:/bin' }, output: 2 };
      console.log((await startGated(gated)).pid);`;
    const gated = join(import.meta.dirname, '../lib/processes/gated.js'); // compiled, as a bare Node runs it
    const us = spawn(process.execPath, ['--input-type=module', '-e', program, gated, dir]);
    us.stdout.on('data', (data: Buffer) => writeFileSync(output, data));
    const group = Number(await appearance(output));
    const waiting = isGroupAlive(group);

    us.kill('SIGKILL');
    while (isGroupAlive(group)) await after(5);

    expect([waiting, existsSync(join(dir, 'ran'))]).toEqual([true, false]);
  });
});
