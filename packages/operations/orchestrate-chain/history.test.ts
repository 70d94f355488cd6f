import { buildChain } from './build-chain.js';
import { aMachine, aWish, aWorld, type Fate } from './builders.js';
import { chainHistory } from './history.js';
import type { ChainPorts } from './wish.js';

const build = (world: ChainPorts) =>
  buildChain(world, aWish(), { interrupt: new AbortController().signal, watch: () => {} });

const historyOf = ({ ledger }: ChainPorts, limit = 20) =>
  chainHistory({ ledger, machine: aMachine() }, { set: 'set-1', limit });

test('the runs of a set are told newest first, each with how its builds stand', async () => {
  let fate: Fate = 'build';
  const { world } = aWorld({ fate: ({ component }) => (component.name === 'left' ? fate : 'succeeded') });
  await build(world);
  fate = 'succeeded';
  await build(world);

  const history = await historyOf(world);

  expect(history).toMatchObject({ schema: 1, set: 'set-1', findings: [] });
  expect(history.runs).toEqual([
    {
      run: 'set-1.2',
      phase: 'released',
      attendance: null,
      partial: false,
      startedAt: 1_000,
      changedAt: 1_000,
      counts: { reused: 2, succeeded: 2 },
    },
    expect.objectContaining({ run: 'set-1.1', phase: 'failed', counts: { succeeded: 2, failed: 1, skipped: 1 } }),
  ]);
});

test('no more runs than asked for, and none of a set that has none', async () => {
  const { world } = aWorld();
  await build(world);
  await build(world);

  expect((await historyOf(world, 1)).runs.map(({ run }) => run)).toEqual(['set-1.2']);
  expect((await historyOf(aWorld().world)).runs).toEqual([]);
});

test('a run of a newer schema is a warning and hides no other', async () => {
  const { world } = aWorld();
  await build(world);
  await world.ledger.write('runs/set-1.2', { schema: 2 }, null);

  const history = await historyOf(world);

  expect(history.runs.map(({ run }) => run)).toEqual(['set-1.1']);
  expect(history.findings).toMatchObject([{ severity: 'warning', where: 'set-1.2' }]);
});
