import { buildChain } from './build-chain.js';
import { aMachine, aWish, aWorld, type Fate } from './builders.js';
import type { Command } from './engine/event.js';
import { newestRun } from './run/runs.js';
import { steerChain, type SteerWish } from './steer-chain.js';
import type { ChainPorts } from './wish.js';

const watching = (signal = new AbortController().signal) => ({ interrupt: signal, watch: () => {} });

const build = (world: ChainPorts, signal?: AbortSignal) => buildChain(world, aWish(), watching(signal));

const steer = (world: ChainPorts, command: Command, part: Partial<SteerWish> = {}) =>
  steerChain(
    world,
    {
      command,
      set: 'set-1',
      run: null,
      maxParallel: null,
      ownership: 'respect',
      existing: 'refuse',
      file: 'versions.toml',
      ...part,
    },
    watching(),
  );

/** A world with a run under way: `left` hangs until it is told to end, or until it is let go. */
async function underWay() {
  let fate: Fate = 'hangs';
  let alive: 'alive' | 'dead' = 'alive';
  const { world, orders } = aWorld({
    machine: aMachine({ isAlive: async () => alive }),
    fate: ({ component }) => (component.name === 'left' ? fate : 'succeeded'),
  });
  const running = build(world);
  while (!orders.some(({ component }) => component.name === 'right')) await new Promise(setImmediate);
  return {
    world,
    orders,
    running,
    endsWell: () => (fate = 'succeeded'),
    ownerDies: () => (alive = 'dead'),
  };
}

test('cancel reaches a run in another process, and its builds are ended', async () => {
  const { world, running } = await underWay();

  const told = await steer(world, 'cancel');
  const report = await running;

  expect(told).toEqual({
    status: 'told',
    run: 'set-1.1',
    owner: { host: 'laptop', pid: 1, started: '1' },
    attendance: 'alive',
  });
  expect(report.outcome).toBe('cancelled');
});

test('a paused run starts nothing new, ends when its builds have, and is resumed by whoever asks', async () => {
  let end: (fate: Fate) => void = () => {};
  const ended = new Promise<Fate>((resolve) => (end = resolve));
  const { world, orders } = aWorld({ machine: aMachine({ isAlive: async () => 'alive' }), fate: () => ended });
  const running = build(world);
  while (orders.length === 0) await new Promise(setImmediate);
  await steer(world, 'pause');
  while ((await newestRun(world.ledger, 'set-1'))?.run.intent !== 'pause') await new Promise(setImmediate);
  end('succeeded');

  const paused = await running;
  const again = await steer(world, 'pause');
  const built = orders.length;
  const resumed = await steer(world, 'resume');

  expect(paused.outcome).toBe('paused');
  expect(again).toMatchObject({
    finding: {
      what: 'nothing of this run is being built',
      remedy: expect.stringContaining('slipway chain resume'),
    },
  });
  expect(built).toBe(1);
  expect(resumed).toMatchObject({ status: 'done', report: { outcome: 'released', run: 'set-1.1' } });
});

test('retry begins again what failed and what was skipped because of it', async () => {
  let broken = true;
  const { world, orders } = aWorld({
    fate: ({ component }) => (component.name === 'left' && broken ? 'build' : 'succeeded'),
  });
  await build(world);
  broken = false;

  const retried = await steer(world, 'retry');

  expect(retried).toMatchObject({ status: 'done', report: { outcome: 'released', run: 'set-1.1' } });
  expect(orders.map(({ marker }) => marker).slice(3)).toEqual(['set-1.1/left/2', 'set-1.1/app/1']);
});

test('a run whose owner died is cancelled by whoever asks', async () => {
  const { world, ownerDies, running } = await underWay();
  ownerDies();

  const cancelled = await steer(world, 'cancel');

  expect(cancelled).toMatchObject({ status: 'done', report: { outcome: 'cancelled' } });
  await expect(running).rejects.toThrow('another process has taken over this run');
});

test.each<[Command, string, string]>([
  ['pause', 'this run has ended: released', 'slipway chain build'],
  ['resume', 'this run has ended: released', 'slipway chain build'],
  ['retry', 'this run has ended: released', 'slipway chain build'],
  ['cancel', 'this run has ended: released', 'slipway chain build'],
])('%s of a released run is refused with the command that fits', async (command, what, remedy) => {
  const { world } = aWorld();
  await build(world);

  const steered = await steer(world, command);

  expect(steered).toMatchObject({ status: 'refused', finding: { what, where: 'set-1.1' } });
  expect(steered.status === 'refused' && steered.finding.remedy).toContain(remedy);
});

test('a failed run is retried, not resumed', async () => {
  const { world } = aWorld({ fate: () => 'build' });
  await build(world);

  expect(await steer(world, 'resume')).toMatchObject({
    finding: { what: 'this run has ended: failed', remedy: 'try again with "slipway chain retry"' },
  });
});

test('a set without runs, and a run that is not there, are told', async () => {
  const { world } = aWorld();

  expect(await steer(world, 'resume')).toMatchObject({ finding: { what: 'this set has no run yet' } });
  expect(await steer(world, 'resume', { run: 'set-1.9' })).toMatchObject({ finding: { where: 'set-1.9' } });
  expect(await steer(world, 'resume', { run: '../runs/set-1.1' })).toMatchObject({
    finding: { code: 'not-found', what: 'the set set-1 has no such run' },
  });
});

test('a run of another set is none of this set', async () => {
  const { world } = aWorld({ fate: () => 'build' });
  await build(world);

  expect(await steer(world, 'retry', { set: 'set', run: 'set-1.1' })).toMatchObject({
    status: 'refused',
    finding: { code: 'not-found' },
  });
});

test('only the newest run of a set goes on, as all of them build in the same folders', async () => {
  let fate: Fate = 'build';
  const { world } = aWorld({ fate: () => fate });
  await build(world);
  fate = 'succeeded';
  await buildChain(world, aWish({ selection: { only: ['core'], skip: [] } }), watching());

  expect(await steer(world, 'retry', { run: 'set-1.1' })).toMatchObject({
    status: 'refused',
    finding: { what: 'a newer run has begun: set-1.2', where: 'set-1.1' },
  });
});

test('a run goes on with as many builds at a time as it had, unless told otherwise', async () => {
  const { world } = aWorld({ fate: () => 'build' });
  await build(world);
  const most = async () => (await newestRun(world.ledger, 'set-1'))?.run.policy;

  await steer(world, 'retry');
  expect(await most()).toEqual({ maxParallel: 2, onFailure: 'keep-going' });
  await steer(world, 'retry', { maxParallel: 7 });

  expect(await most()).toEqual({ maxParallel: 7, onFailure: 'keep-going' });
});

test('a command from before a new owner does not stop it', async () => {
  const { world, ownerDies, running, endsWell } = await underWay();
  await steer(world, 'pause');
  ownerDies();
  endsWell();

  const report = await build(world);

  expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1' });
  await expect(running).rejects.toThrow('another process has taken over this run');
});

test('a cancel from before a new owner holds: it carries it out', async () => {
  const { world, ownerDies, running } = await underWay();
  await steer(world, 'cancel');
  ownerDies();

  const report = await build(world);

  expect(report).toMatchObject({ outcome: 'cancelled', run: 'set-1.1' });
  await expect(running).rejects.toThrow('another process has taken over this run');
});

test('a cancel that nobody has heeded is taken back by retry', async () => {
  const { world, ownerDies, running, endsWell } = await underWay();
  await steer(world, 'cancel');
  ownerDies();
  endsWell();

  const again = await steer(world, 'retry');

  expect(again).toMatchObject({ status: 'done', report: { outcome: 'released' } });
  await expect(running).rejects.toThrow('another process has taken over this run');
});

test.each<Command>(['pause', 'resume', 'retry'])(
  '%s of a run that is being cancelled is refused and leaves nothing behind, rather than told and lost',
  async (command) => {
    const { world, running } = await underWay();
    await steer(world, 'cancel');

    const steered = await steer(world, command);
    const report = await running;
    const commands = await world.ledger.read('commands/set-1.1');

    expect(steered).toMatchObject({
      status: 'refused',
      finding: {
        what: 'process 1 on laptop is cancelling this run',
        where: 'set-1.1',
        remedy: 'once it has ended, go on with "slipway chain retry": what is built is kept',
      },
    });
    expect(report.outcome).toBe('cancelled');
    expect(commands?.value).toMatchObject({ commands: [{ command: 'cancel' }] });
  },
);
