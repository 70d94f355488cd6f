import type { BuildOrder, Builder, LocalProcess } from '../../ports/index.js';
import { buildChain } from '../build-chain.js';
import { aManifest, aWish, aWorld, type Fate } from '../builders.js';
import { aComponent, settings } from '../engine/builders.js';
import type { OnFailure } from '../manifest/manifest.js';
import type { BuildWish, ChainPorts } from '../wish.js';
import { newestRun } from './runs.js';

/** A world whose builder tells what it prepares, begins from that, and drops, and who owned the run at each drop. */
function aPreparingWorld(fate: (order: BuildOrder) => Fate | Promise<Fate>) {
  const { world, orders } = aWorld({ fate });
  const told = { prepared: [] as string[], taken: [] as string[], dropped: [] as string[], most: 0 };
  const builder: Builder = {
    ...world.builder,
    prepare(order) {
      told.prepared.push(order.component.name);
      told.most = Math.max(told.most, told.prepared.length - told.taken.length);
      return {
        process: () => null,
        build(control) {
          told.taken.push(order.component.name);
          return world.builder.build(order, control);
        },
        async drop() {
          const run = (await newestRun(world.ledger, 'set-1'))?.run;
          told.dropped.push(`${order.component.name} of ${run?.owner ? 'ours' : 'nobody'}`);
        },
      };
    },
  };
  return { world: { ...world, builder }, orders, told };
}

const manifest = aManifest(
  ['a', 'b', 'c', 'd', 'e'].map((name) => aComponent(name, [], { build: settings({ attempts: 2 }) })),
);

const build = (
  world: ChainPorts,
  maxParallel: number,
  onFailure: OnFailure = 'keep-going',
  { interrupt = new AbortController().signal, ...wish }: Partial<BuildWish> & { interrupt?: AbortSignal } = {},
) =>
  buildChain(world, aWish({ manifest, policy: { maxParallel, onFailure }, ...wish }), { interrupt, watch: () => {} });

test('builds are prepared before their turn, as many as run at once, and begin from what was prepared', async () => {
  const { world, told } = aPreparingWorld(() => 'succeeded');

  const report = await build(world, 2);

  expect(report.outcome).toBe('released');
  expect(told).toEqual({ prepared: ['c', 'd', 'e'], taken: ['c', 'd', 'e'], dropped: [], most: 2 });
});

test('no more is prepared where others overtake what waits already', async () => {
  const overtaking = [aComponent('a'), aComponent('b'), aComponent('x', ['a']), aComponent('y', ['a'])];
  const above = [aComponent('z', ['x', 'y'])];
  const { world, told } = aPreparingWorld(() => 'succeeded');

  await build(world, 1, 'keep-going', { manifest: aManifest([...overtaking, ...above]) });

  expect(told).toMatchObject({ prepared: ['b', 'z'], most: 1 });
});

test('what can be reused is not prepared', async () => {
  let isBroken = true;
  const { world, told } = aPreparingWorld(({ component }) =>
    component.name === 'a' && isBroken ? 'build' : 'succeeded',
  );
  await build(world, 1);
  isBroken = false;

  await build(world, 1);

  expect(told.prepared).toEqual(['b', 'c', 'd', 'e']);
});

test('a retry is prepared when its turn has come, and not before', async () => {
  const { world, told, orders } = aPreparingWorld(({ component, attempt }) =>
    component.name === 'c' && attempt === 1 ? 'infrastructure' : 'succeeded',
  );

  await build(world, 1);

  expect(told.prepared).toEqual(['b', 'c', 'd', 'e']);
  expect(told.taken).toEqual(told.prepared);
  expect(orders.filter(({ component }) => component.name === 'c').map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('what was prepared and is never begun is dropped as long as the run is ours: after a failure with fail-fast', async () => {
  const { world, told } = aPreparingWorld(() => 'build');

  const report = await build(world, 1, 'fail-fast');

  expect(report.outcome).toBe('failed');
  expect(told).toMatchObject({ prepared: ['b'], taken: [], dropped: ['b of ours'] });
});

test('and after an interrupt', async () => {
  const interrupting = new AbortController();
  const { world, told } = aPreparingWorld(() => 'hangs');

  const running = build(world, 1, 'keep-going', { interrupt: interrupting.signal });
  while (told.prepared.length === 0) await new Promise(setImmediate);
  interrupting.abort();

  expect((await running).outcome).toBe('interrupted');
  expect(told.dropped).toEqual(['b of ours']);
});

test('and where the state can be written no more', async () => {
  let isFull = false;
  const { world, told } = aPreparingWorld(async (): Promise<Fate> => {
    while (told.prepared.length === 0) await new Promise(setImmediate);
    isFull = true;
    return 'succeeded';
  });
  const write: ChainPorts['ledger']['write'] = async (...args) => {
    if (isFull) throw new Error('the disk is full');
    return world.ledger.write(...args);
  };

  const running = build({ ...world, ledger: { ...world.ledger, write } }, 1);

  await expect(running).rejects.toThrow('the disk is full');
  expect(told.dropped).toEqual(['b of ours']);
});

/** A world that keeps which processes the builds had at each write, and whose builder begins prepared builds by `process`. */
function aTellingWorld(process: (waiting: LocalProcess) => LocalProcess) {
  const { world } = aWorld();
  const written: (number | null)[][] = [];
  const waiting = { pid: 7, started: 'then' };
  const builder: Builder = {
    ...world.builder,
    prepare: (order) => ({
      process: () => waiting,
      async build(control) {
        await control.started(process(waiting));
        return world.builder.build(order, { ...control, started: async () => {} });
      },
      drop: async () => {},
    }),
  };
  const write: ChainPorts['ledger']['write'] = async (key, value, expected) => {
    const pids = JSON.stringify(value).matchAll(/"status":"running".*?"process":(?:\{"pid":(?<pid>\d+)|null)/g);
    if (key.startsWith('runs/')) written.push([...pids].map(({ groups }) => Number(groups?.['pid'] ?? 0)));
    return world.ledger.write(key, value, expected);
  };
  return { world: { ...world, builder, ledger: { ...world.ledger, write } }, written };
}

const two = aManifest([aComponent('a'), aComponent('b')]);

test('a process that waits already is told by the write that dispatches its build', async () => {
  const { world, written } = aTellingWorld((waiting) => waiting);

  await build(world, 1, 'keep-going', { manifest: two });

  expect(written.slice(0, 4)).toEqual([[0], [1], [7], []]);
});

test('another process in its place is told before it begins', async () => {
  const { world, written } = aTellingWorld((waiting) => ({ ...waiting, pid: 8 }));

  await build(world, 1, 'keep-going', { manifest: two });

  expect(written.slice(0, 5)).toEqual([[0], [1], [7], [8], []]);
});
