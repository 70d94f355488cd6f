import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Builder, BuildOrder, PreparedBuild } from '@slipway/operations/ports';
import { aRepository } from '../sources/a-repository.js';
import { aBuilder, commitOf, failedWith, outOf, sh } from './a-builder.js';
import { aControl, anOrder } from './an-order.js';

let dir = '';
let commit = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-prepared-')));
  commit = aRepository(join(dir, 'lib')).commit({ a: 'committed' });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ran = () => existsSync(join(dir, 'ran'));
const work = () => join(dir, '.slipway/work/lib');
const log = () => join(dir, '.slipway/logs/set-1.1/lib.1.log');

/** Its command names the test's folder, by which its process is found. */
const anOrderHere = (script: string): BuildOrder =>
  anOrder(commitOf(join(dir, 'lib'), commit), sh(`touch ${dir}/ran; ${script}`));

function prepared(order: BuildOrder, builder: Builder = aBuilder(dir)): PreparedBuild {
  if (!builder.prepare) throw new Error('a local builder prepares');
  return builder.prepare(order);
}

/** Processes that wait for the order to begin. */
const waiting = (): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`touch ${dir}/ran;`))
    .map((line) => Number.parseInt(line, 10));

async function once(condition: () => boolean): Promise<void> {
  do await after(5);
  while (!condition());
}

test('a prepared build has its checkout, its process waits, and nothing of its command has run before it is built', async () => {
  const build = prepared(anOrderHere('cat a > out; echo words'));
  const early = build.process();
  await once(() => build.process() !== null);
  const before = [existsSync(join(work(), 'source/a')), ran()];
  const control = aControl();
  const told = build.process();

  const outcome = await build.build(control);

  expect(early).toBeNull();
  expect(before).toEqual([true, false]);
  expect(control.processes).toEqual([told]);
  expect(waiting()).not.toContain(told && 'pid' in told && told.pid);
  expect(outOf(dir, outcome)).toBe('committed');
  expect([ran(), existsSync(log())]).toEqual([true, true]);
});

test('one that is dropped leaves no process, no folder and no log', async () => {
  const builder = aBuilder(dir);
  const build = prepared(anOrderHere('true'), builder);
  await once(() => waiting().length > 0);

  await build.drop();
  const left = waiting();
  await builder.tidied?.();

  expect(left).toEqual([]);
  expect([existsSync(work()), existsSync(log()), ran()]).toEqual([false, false, false]);
});

test('one that is dropped before it is ready leaves nothing either', async () => {
  const builder = aBuilder(dir);

  await prepared(anOrderHere('true'), builder).drop();
  await builder.tidied?.();

  expect(waiting()).toEqual([]);
  expect([existsSync(work()), existsSync(log())]).toEqual([false, false]);
});

test('one that is told to end as it begins has run nothing', async () => {
  const [ready, unready] = [aControl(), aControl()];
  const build = prepared(anOrderHere('true'));
  await once(() => waiting().length > 0);
  ready.abort('cancelled');
  unready.abort('interrupted');

  const first = await build.build(ready);
  const second = await prepared(anOrderHere('true')).build(unready);

  expect([first, second]).toMatchObject([failedWith('stopped', 'cancelled'), failedWith('stopped', 'interrupted')]);
  expect([waiting(), ran()]).toEqual([[], false]);
});

test('a process that was killed as it waited is replaced, as nothing of the build had begun', async () => {
  const control = aControl();
  const build = prepared(anOrderHere('cat a > out'));
  await once(() => waiting().length > 0);
  const [killed = 0] = waiting();
  process.kill(killed, 'SIGKILL');
  await once(() => waiting().length === 0);
  await new Promise(setImmediate); // in which we are told of it
  expect(build.process()).toBeNull();

  const outcome = await build.build(control);

  expect(outOf(dir, outcome)).toBe('committed');
  expect(control.processes.map(({ pid }) => pid)).not.toContain(killed);
});

test('what cannot be prepared is tried anew when its turn comes, and only then fails', async () => {
  const tool = join(dir, 'tool');
  const order = anOrder(commitOf(join(dir, 'lib'), commit), [tool]);
  const build = prepared(order);
  await once(() => existsSync(log()));
  writeFileSync(tool, '#!/bin/sh\ncp a out\n', { mode: 0o755 });

  const late = await build.build(aControl());
  rmSync(tool);
  const never = await prepared(order).build(aControl());

  expect(outOf(dir, late)).toBe('committed');
  expect(never).toMatchObject(failedWith('infrastructure', 'there is no such program'));
});

test('a work folder that cannot be removed is told, and is no failure of the build that succeeded', async () => {
  const builder = aBuilder(dir);
  const folders = join(dir, '.slipway/work');
  const order = anOrder(dir, sh(`rm -r ${folders}; ln -s work ${folders}; touch out`));

  const outcome = await builder.build(order, aControl());
  await builder.tidied?.();

  expect(outcome.status).toBe('succeeded');
  expect(builder.notices?.()).toMatchObject([{ severity: 'warning', where: work() }]);
});
