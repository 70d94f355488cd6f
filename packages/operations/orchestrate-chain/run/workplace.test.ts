import type { Vitality } from '../../ports/index.js';
import { aDiamond, aManifest, aMachine, aWish, aWorld } from '../builders.js';
import { buildChain } from '../build-chain.js';
import { aComponent } from '../engine/builders.js';
import type { BuildWish, ChainPorts } from '../wish.js';
import { steerChain } from '../steer-chain.js';

const watching = (signal = new AbortController().signal) => ({ interrupt: signal, watch: () => {} });

/** A build of another set, of some of the diamond's components unless told otherwise. */
const other = (part: Partial<BuildWish> = {}): BuildWish =>
  aWish({ manifest: { ...aManifest([aComponent('core'), aComponent('tool')]), set: 'set-2' }, ...part });

/** Ends what a test has left under way, whatever became of it. */
let end = async (): Promise<void> => {};
afterEach(() => end());

/** `set-1` is being built, and does not end by itself; what another process sees of its owner is `vitality`. */
async function underWay(vitality: Vitality) {
  const ended: number[] = [];
  const { world, orders } = aWorld({
    machine: aMachine({ isAlive: async () => vitality }),
    fate: ({ set }) => (set === 'set-1' ? 'hangs' : 'succeeded'),
    endOrphan: async ({ pid }) => void ended.push(pid),
  });
  const person = new AbortController();
  const running = buildChain(world, aWish(), watching(person.signal));
  while (orders.length === 0) await new Promise(setImmediate);
  const another: ChainPorts = {
    ...world,
    machine: { ...world.machine, self: () => ({ host: 'laptop', pid: 2, started: '2' }) },
  };
  const stop = async () => {
    person.abort();
    await running;
  };
  end = stop;
  return { another, orders, ended, stop, signal: person.signal };
}

test('a set is not built while its components are built in the same folders, and is told who does', async () => {
  const { another, orders, stop } = await underWay('alive');
  const before = await another.ledger.list('');

  const [report, rehearsed] = [
    await buildChain(another, other(), watching()),
    await buildChain(another, other({ mode: 'dry-run' }), watching()),
  ];
  const after = await another.ledger.list('');
  await stop();

  const finding = {
    code: 'conflict',
    severity: 'error',
    what: 'process 1 on laptop is building core in the same folders',
    where: 'set-1.1',
    remedy: 'wait until it ends, or keep the manifests of sets that are built at the same time in folders of their own',
  };
  expect(report).toMatchObject({ outcome: 'refused', findings: [finding] });
  expect(rehearsed).toMatchObject({ outcome: 'refused', findings: [finding] });
  expect(after).toEqual(before);
  expect(orders.map(({ set }) => set)).toEqual(['set-1']);
});

test('sets that share no component are built beside each other', async () => {
  const { another, stop } = await underWay('alive');
  const manifest = { ...aManifest([aComponent('tool')]), set: 'set-2' };

  const report = await buildChain(another, aWish({ manifest }), watching());
  await stop();

  expect(report.outcome).toBe('released');
});

test('once a set has been built its folders are free, whoever its owner was', async () => {
  const { another, stop } = await underWay('alive');
  await stop();

  const report = await buildChain(another, other(), watching());

  expect(report.outcome).toBe('released');
});

test('what a killed owner left running for another set is ended before anything is built', async () => {
  const { another, ended, orders, stop } = await underWay('dead');

  const report = await buildChain(another, other(), watching());
  const first = [...ended];
  await buildChain(another, other({ reuse: 'none', existing: 'replace' }), watching());
  await stop();

  expect(report.outcome).toBe('released');
  expect(first).toEqual([1]);
  expect(ended).toEqual(first);
  expect(orders.filter(({ set }) => set === 'set-2')).not.toHaveLength(0);
});

test('where the other owner cannot be seen the folders are taken only by --take-over', async () => {
  const { another, stop } = await underWay('unknown');

  const careful = await buildChain(another, other(), watching());
  const bold = await buildChain(another, other({ ownership: 'take-over' }), watching());
  await stop();

  expect(careful.findings).toMatchObject([
    {
      what: 'process 1 on laptop was building core in the same folders, and whether it still does cannot be seen from here',
      remedy: 'look there; if it has ended, go on with "slipway chain build --take-over"',
    },
  ]);
  expect(bold.outcome).toBe('released');
});

test.each(['retry', 'resume', 'cancel'] as const)(
  'of %s only cancelling is possible while others build the components of the run',
  async (command) => {
    const person = new AbortController();
    const { world } = aWorld({
      machine: aMachine({
        isAlive: async (owner) => ('host' in owner && owner.host === 'elsewhere' ? 'alive' : 'dead'),
      }),
      fate: () => {
        if (command === 'retry') return 'build';
        setImmediate(() => person.abort());
        return 'hangs';
      },
    });
    await buildChain(world, aWish(), watching(person.signal));
    const owner = { host: 'elsewhere', pid: 7, started: '7' };
    const components = aDiamond().map(({ name }) => name);
    const record = await world.ledger.read('at-work');
    const value = { schema: 1, workers: [{ run: 'set-0.3', owner, components }] };
    await world.ledger.write('at-work', value, record?.revision ?? null);
    const wish = { set: 'set-1', run: null, maxParallel: null, file: 'versions.toml' } as const;
    const more = { ownership: 'respect', existing: 'refuse' } as const;

    const steered = await steerChain(world, { command, ...wish, ...more }, watching());

    const what = 'process 7 on elsewhere is building app, core, left and 1 more in the same folders';
    expect(steered).toMatchObject(
      command === 'cancel'
        ? { status: 'done', report: { outcome: 'cancelled' } }
        : { status: 'refused', finding: { what, where: 'set-0.3' } },
    );
  },
);

test('an owner of whom nothing can be seen is asked about once', async () => {
  const { another, stop } = await underWay('unknown');
  await buildChain(another, other({ ownership: 'take-over' }), watching());

  const next = await buildChain(another, other({ reuse: 'none', existing: 'replace' }), watching());
  await stop();

  expect(next.outcome).toBe('already-released');
});

/** The ledger as it stands, but that it tells of no run to whoever looks first. */
function lateLedger(ledger: ChainPorts['ledger']): ChainPorts['ledger'] {
  let looks = 0;
  return { ...ledger, list: (prefix) => ((looks += 1) === 1 ? Promise.resolve([]) : ledger.list(prefix)) };
}

test('of two that begin a set in the same moment one is told of the other, and builds nothing', async () => {
  const { another, orders, stop, signal } = await underWay('alive');

  const second = await buildChain({ ...another, ledger: lateLedger(another.ledger) }, aWish(), watching(signal));
  await stop();

  const what = 'process 1 on laptop is building app, core, left and 1 more in the same folders';
  expect(second).toMatchObject({ outcome: 'refused', findings: [{ what, where: 'set-1.1' }] });
  expect(orders).toHaveLength(1);
});

test('of two that begin a set in the same moment on two machines one finds the run of the other in its place', async () => {
  const { another, orders, stop, signal } = await underWay('unknown');
  const ledger = lateLedger(another.ledger);

  const second = buildChain({ ...another, ledger }, aWish({ ownership: 'take-over' }), watching(signal));

  await expect(second).rejects.toThrow('another process has taken over this run');
  await stop();
  expect(orders).toHaveLength(1);
  expect(await another.ledger.list('runs/')).toEqual(['runs/set-1.1']);
});

test('whoever comes second in the same moment builds nothing', async () => {
  const { another, orders, stop, signal } = await underWay('alive');
  const read = another.ledger.read.bind(another.ledger);
  let looks = 0;
  // When it is looked for obstacles the first one has not written yet that it is there.
  const ledger = {
    ...another.ledger,
    read: (key: string) => (key === 'at-work' && (looks += 1) === 1 ? Promise.resolve(null) : read(key)),
  };

  const second = buildChain({ ...another, ledger }, other(), watching(signal));

  await expect(second).rejects.toThrow('process 1 on laptop is building core in the same folders');
  await stop();
  expect(orders.map(({ set }) => set)).toEqual(['set-1']);
});
