import { type Finding, problem, sentence } from '@slipway/domain';
import { buildChain } from './build-chain.js';
import type { BuildWish, ChainPorts } from './wish.js';
import { aMachine, aManifest, aWish, aWorld, memoryFolder } from './builders.js';
import { aComponent, settings } from './engine/builders.js';

const build = (world: ChainPorts, wish: BuildWish = aWish(), interrupt = new AbortController().signal) =>
  buildChain(world, wish, { interrupt, watch: () => {} });

const names = (orders: readonly { component: { name: string } }[]) => orders.map(({ component }) => component.name);

test('each component is built after its upstreams, is handed what they made, and the set is released', async () => {
  const { world, orders, released } = aWorld();

  const report = await build(world);

  expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1', findings: [] });
  expect(names(orders)).toEqual(['core', 'left', 'right', 'app']);
  expect(orders.at(-1)?.upstreams.map(({ component, artifacts }) => [component, artifacts.length])).toEqual([
    ['core', 1],
    ['left', 1],
    ['right', 1],
  ]);
  expect(released[0]).toMatch(/^[0-9a-f]{64} {2}app-1\.0\.0\.tar\.gz\n/);
});

test('a second run builds nothing and says that all is released already', async () => {
  const { world, orders } = aWorld();
  await build(world);

  const report = await build(world);

  expect(report).toMatchObject({ outcome: 'already-released', run: 'set-1.2' });
  expect(orders).toHaveLength(4);
  expect(report.builds.map(({ status }) => status)).toEqual(['reused', 'reused', 'reused', 'reused']);
});

test('with force everything is built anew', async () => {
  const { world, orders } = aWorld();
  await build(world);

  await build(world, aWish({ reuse: 'none' }));

  expect(orders).toHaveLength(8);
});

test('what depends on a failed build is skipped, nothing is released, and the next run reuses what was good', async () => {
  let broken = true;
  const { world, orders } = aWorld({
    fate: ({ component }) => (component.name === 'left' && broken ? 'build' : 'succeeded'),
  });

  const report = await build(world);
  broken = false;
  const next = await build(world);

  expect(report).toMatchObject({ outcome: 'failed', release: null });
  expect(report.builds.find(({ component }) => component === 'left')?.failure).toMatchObject({ tail: ['it broke'] });
  expect(report.builds.find(({ component }) => component === 'app')).toMatchObject({ status: 'skipped' });
  expect(next.outcome).toBe('released');
  expect(names(orders)).toEqual(['core', 'left', 'right', 'left', 'app']);
});

test('an infrastructure failure is tried again as often as attempts allow', async () => {
  let tries = 0;
  const manifest = aManifest([aComponent('core', [], { build: settings({ attempts: 3 }) })]);
  const { world, orders } = aWorld({ fate: () => ((tries += 1) < 3 ? 'infrastructure' : 'succeeded') });

  const report = await build(world, aWish({ manifest }));

  expect(report.outcome).toBe('released');
  expect(orders.map(({ marker }) => marker)).toEqual(['set-1.1/core/1', 'set-1.1/core/2', 'set-1.1/core/3']);
});

test.each(['build', 'dry-run'] as const)(
  'a state that cannot be written is told before anything is begun: %s',
  async (mode) => {
    const { world, orders } = aWorld();
    const where = '/release/.slipway';
    const obstacle = problem('missing-permission', 'access is denied', where, 'give this user access');
    const ledger = { ...world.ledger, obstacle: async (key: string) => (key === 'runs/set-1.1' ? obstacle : null) };

    const report = await build({ ...world, ledger }, aWish({ mode }));

    expect(report.outcome).toBe('refused');
    expect(report.findings.map(sentence)).toEqual([
      `${where}: the chain's state cannot be written: access is denied; give this user access`,
    ]);
    expect(orders).toEqual([]);
    expect(await ledger.list('')).toEqual([]);
  },
);

test('a partial run makes artifacts and no release', async () => {
  const { world, orders, released } = aWorld();

  const report = await build(world, aWish({ selection: { only: ['left'], skip: [] } }));

  expect(report).toMatchObject({ outcome: 'built', release: null });
  expect(names(orders)).toEqual(['core', 'left']);
  expect(released).toEqual([]);
});

test('skipping what is required is refused until there is a build to reuse', async () => {
  const { world, orders } = aWorld();
  const wish = aWish({ selection: { only: [], skip: ['left'] } });

  const before = await build(world, wish);
  await build(world);
  const after = await build(world, wish);
  const forced = await build(world, { ...wish, reuse: 'none' });

  const what = 'left is required by what is built, and no earlier build of it can be reused';
  const told = { where: '--skip', remedy: 'build left once without skipping it' };
  expect(before).toMatchObject({ outcome: 'refused', findings: [{ ...told, what }] });
  expect(forced).toMatchObject({ outcome: 'refused', findings: [{ ...told, what: `${what} with --force` }] });
  expect(after.outcome).toBe('built');
  expect(orders).toHaveLength(4);
});

test('a dry run looks at everything and writes nothing', async () => {
  const { world, orders } = aWorld();

  const report = await build(world, aWish({ mode: 'dry-run' }));

  expect(report).toMatchObject({ outcome: 'planned', run: null });
  expect(await world.ledger.list('')).toEqual([]);
  expect(orders).toEqual([]);
});

test('a release folder with other checksums is refused, and with replace moved aside', async () => {
  const { world } = aWorld();
  await build(world);
  const changed = aWish({ manifest: aManifest([aComponent('core')]) });

  const refused = await build(world, changed);
  const replaced = await build(world, { ...changed, existing: 'replace' });

  expect(refused.outcome).toBe('failed');
  expect(refused.findings.map(sentence)).toEqual([
    '/release/set-1: a release folder with other checksums is there already; give another --out, or --replace to move it aside; the builds are kept and will be reused',
  ]);
  expect(replaced).toMatchObject({ outcome: 'released', release: { movedAside: '/release/set-1.aside' } });
});

test('all that is wrong with sources and tools is told at once, before anything begins', async () => {
  const components = [
    aComponent('core', [], { build: settings({ tools: { cargo: '>=1.80', cmake: '*' } }) }),
    aComponent('left', ['core']),
  ];
  const { world, orders } = aWorld({
    machine: aMachine({ toolVersion: async (tool) => (tool === 'cargo' ? '1.70.0' : null) }),
    sources: {
      resolve: async ({ name }) => ({
        status: 'refused',
        finding: { code: 'not-found', severity: 'error', what: 'no tag v1.0.0', where: name, remedy: 'tag it' },
      }),
      changes: async () => null,
    },
  });

  const report = await build(world, aWish({ manifest: aManifest(components) }));

  expect(report.outcome).toBe('refused');
  expect(report.findings.map(({ where }) => where)).toEqual(['core', 'left', 'core: tools.cargo', 'core: tools.cmake']);
  expect(orders).toEqual([]);
});

test('a place where no release folder can come to be is told before anything is built, but for a part of the set', async () => {
  const obstacle: Finding = {
    code: 'conflict',
    severity: 'error',
    what: 'a file',
    where: '/release',
    remedy: 'move it',
  };
  const { world, orders } = aWorld({ folder: { ...memoryFolder([]), obstacle: async () => obstacle } });

  const refused = await build(world);
  const builtBefore = orders.length;
  const part = await build(world, aWish({ selection: { only: ['core'], skip: [] } }));

  expect(refused).toMatchObject({ outcome: 'refused', run: null, findings: [obstacle] });
  expect(builtBefore).toBe(0);
  expect(part.outcome).toBe('built');
});

test('a binary that no build made is a warning', async () => {
  const { world } = aWorld();

  const report = await build(
    world,
    aWish({ manifest: aManifest([aComponent('core', [], { binaries: ['core', 'tool'] })]) }),
  );

  expect(report.findings).toMatchObject([
    {
      severity: 'warning',
      what: 'the build made no file named tool, which the manifest lists among its binaries',
      where: 'versions.toml: core',
    },
  ]);
});

test('the notes of the next set tell what changed since the set before it', async () => {
  const { world, released } = aWorld();
  await build(world);
  const manifest = { ...aManifest(), set: 'set-2' };

  await build({ ...world, folder: memoryFolder(released) }, aWish({ manifest }));

  expect(released.at(-1)).toContain('## Changes since set-1');
  expect(released.at(-1)).toContain('- one change');
});
