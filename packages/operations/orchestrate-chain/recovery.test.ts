import { buildChain } from './build-chain.js';
import type { BuildWish, ChainPorts } from './wish.js';
import { aDiamond, aMachine, aManifest, aWish, aWorld, memoryLedger } from './builders.js';
import { settings } from './engine/builders.js';
import type { ChainRun } from './engine/state.js';

const build = (world: ChainPorts, wish: BuildWish = aWish(), interrupt = new AbortController().signal) =>
  buildChain(world, wish, { interrupt, watch: () => {} });

const names = (orders: readonly { component: { name: string } }[]) => orders.map(({ component }) => component.name);

test('an interrupted run ends its builds, and the next invocation goes on with the same run', async () => {
  const person = new AbortController();
  let patience = 'short';
  const { world } = aWorld({
    fate: ({ component }) => {
      if (component.name !== 'left' || patience === 'long') return 'succeeded';
      setImmediate(() => person.abort());
      return 'hangs';
    },
  });

  const report = await build(world, aWish(), person.signal);
  patience = 'long';
  const next = await build(world);

  expect(report).toMatchObject({ outcome: 'interrupted', run: 'set-1.1' });
  expect(next).toMatchObject({ outcome: 'released', run: 'set-1.1' });
  expect(next.findings).toMatchObject([{ severity: 'notice', where: 'set-1.1' }]);
});

test('an unfinished run of another manifest is set aside, and what it built is reused', async () => {
  const person = new AbortController();
  const { world, orders } = aWorld({
    fate: ({ component, set }) => {
      if (component.name !== 'left' || person.signal.aborted || set !== 'set-1') return 'succeeded';
      setImmediate(() => person.abort());
      return 'hangs';
    },
  });
  await build(world, aWish(), person.signal);
  const changed = aDiamond().map((one) =>
    one.name === 'left' ? { ...one, build: settings({ env: { NEW: '1' } }) } : one,
  );

  const next = await build(world, aWish({ manifest: aManifest(changed) }));

  expect(next).toMatchObject({ outcome: 'released', run: 'set-1.2' });
  expect(names(orders).filter((name) => name === 'core')).toHaveLength(1);
});

test('a second process is told who runs the set, and starts nothing', async () => {
  const { world, orders } = aWorld({ machine: aMachine({ isAlive: async () => 'alive' }), fate: () => 'hangs' });
  const first = new AbortController();
  const running = build(world, aWish(), first.signal);
  await new Promise((resolve) => setImmediate(resolve));

  const second = await build(world);
  first.abort();
  await running;

  expect(second).toMatchObject({
    outcome: 'refused',
    findings: [
      {
        code: 'conflict',
        what: 'process 1 on laptop is building this run',
        where: 'set-1.1',
        remedy: expect.stringContaining('wait until it ends, watch it with "slipway chain status --watch", or'),
      },
    ],
  });
  expect(names(orders)).toEqual(['core']);
});

test('a run on another host is left alone unless it is taken over', async () => {
  const { world } = aWorld({ machine: aMachine({ isAlive: async () => 'unknown' }) });
  await unfinished(world);

  const careful = await build(world);
  const bold = await build(world, aWish({ ownership: 'take-over' }));

  expect(careful.findings[0]?.remedy).toContain('--take-over');
  expect(bold).toMatchObject({ outcome: 'released', run: 'set-1.1' });
});

test('what a killed owner left running is ended before it is built again', async () => {
  const ended: number[] = [];
  const { world } = aWorld({ endOrphan: async ({ pid }) => void ended.push(pid) });
  await unfinished(world);

  const report = await build(world);

  expect(ended).toEqual([1]);
  expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1' });
});

test('a process that lost its run to another one ends its builds and says so', async () => {
  const person = new AbortController();
  const { world } = aWorld({ fate: () => 'hangs' });
  const robbed = build(world, aWish(), person.signal);
  await new Promise((resolve) => setImmediate(resolve));
  const record = await world.ledger.read('runs/set-1.1');
  await world.ledger.write('runs/set-1.1', record?.value ?? null, record?.revision ?? null);

  person.abort();

  await expect(robbed).rejects.toThrow('another process has taken over this run');
});

test('a state of a newer schema is left alone', async () => {
  const ledger = memoryLedger();
  await ledger.write('runs/set-1.7', { schema: 2 }, null);
  const { world } = aWorld({ ledger });

  await expect(build(world)).rejects.toThrow('the state of this run has schema 2');
});

/** A run whose owner was killed while it built. */
async function unfinished(world: ChainPorts): Promise<void> {
  const person = new AbortController();
  const states: ChainRun[] = [];
  const hanging = aWorld({ ledger: world.ledger, fate: () => 'hangs' }).world;
  const ended = buildChain(hanging, aWish(), { interrupt: person.signal, watch: (run) => states.push(run) });
  while (!states.some(({ builds }) => builds.some((one) => one.status === 'running' && one.process))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  person.abort();
  await ended;
  const killed = states.find(({ builds }) => builds.some((one) => one.status === 'running' && one.process));
  const record = await world.ledger.read('runs/set-1.1');
  await world.ledger.write('runs/set-1.1', JSON.parse(JSON.stringify(killed)), record?.revision ?? null);
}
