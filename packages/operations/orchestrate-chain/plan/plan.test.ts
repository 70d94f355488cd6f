import fc from 'fast-check';
import { aComponent } from '../engine/builders.js';
import type { Component, Manifest } from '../manifest/manifest.js';
import { type Plan, planChain } from './plan.js';
import type { Selection } from './selection.js';

const whole: Selection = { only: [], skip: [] };

const aManifest = (...components: readonly Component[]): Manifest => ({
  set: 'set-1',
  components: components.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  onFailure: 'keep-going',
});

/** Two chains: core ← protocol ← node ← app, and sdk ← governance. */
const twoChains = aManifest(
  aComponent('core'),
  aComponent('protocol', ['core']),
  aComponent('node', ['core', 'protocol']),
  aComponent('app', ['node']),
  aComponent('sdk'),
  aComponent('governance', ['sdk']),
);

const plan = (selection: Selection = whole, durations: Record<string, number> = {}, manifest = twoChains) =>
  planChain(manifest, selection, new Map(Object.entries(durations)));

function planned(...given: Parameters<typeof plan>): Plan {
  const planning = plan(...given);
  if (planning.status === 'refused') throw new Error(planning.findings.map(({ what }) => what).join());
  return planning.plan;
}

test('a plan has levels by longest path, their order, and the critical path', () => {
  expect(planned()).toMatchObject({
    levels: [['core', 'sdk'], ['governance', 'protocol'], ['node'], ['app']],
    order: ['core', 'sdk', 'governance', 'protocol', 'node', 'app'],
    criticalPath: ['core', 'protocol', 'node', 'app'],
    expected: null,
    partial: false,
  });
});

test('last known durations weigh the critical path', () => {
  const durations = { core: 1, protocol: 1, node: 1, app: 1, sdk: 60_000, governance: 5_000 };

  expect(planned(whole, durations)).toMatchObject({ criticalPath: ['sdk', 'governance'], expected: 65_000 });
});

test('equal sets give equal plans, whatever the order of their lines', () => {
  const rows = fc.array(fc.uniqueArray(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.nat()), (requires, shuffle) => {
      const components = requires.map((list, at) =>
        aComponent(
          `c${at}`,
          list.filter((other) => other < at).map((other) => `c${other}`),
        ),
      );
      const keys = new Map(components.map((one) => [one, shuffle.next().value ?? 0]));
      const shuffled = components.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));

      expect(plan(whole, {}, aManifest(...shuffled))).toEqual(plan(whole, {}, aManifest(...components)));
    }),
  );
});

test('only names what is wanted, and takes along all that it requires', () => {
  expect(planned({ only: ['node', 'sdk'], skip: [] })).toMatchObject({
    order: ['core', 'sdk', 'protocol', 'node'],
    partial: true,
  });
});

test('what nobody requires can be skipped', () => {
  expect(planned({ only: [], skip: ['app', 'governance'] })).toMatchObject({
    order: ['core', 'sdk', 'protocol', 'node'],
    partial: true,
    reuseOnly: [],
  });
});

test('what is skipped although it is required has to be there already', () => {
  expect(planned({ only: ['node'], skip: ['core'] })).toMatchObject({
    order: ['core', 'protocol', 'node'],
    reuseOnly: ['core'],
  });
});

test('an unknown name is an error that names the nearest one, and nothing hides the others', () => {
  expect(plan({ only: ['nod'], skip: ['quite-different'] })).toMatchObject({
    findings: [
      { what: 'the release set has no component nod', where: '--only', remedy: 'did you mean node?' },
      {
        what: 'the release set has no component quite-different',
        where: '--skip',
        remedy: 'name one of app, core, governance, node, protocol, sdk',
      },
    ],
  });
});

test('skipping everything is an error', () => {
  expect(plan({ only: ['sdk'], skip: ['sdk'] })).toMatchObject({
    findings: [
      {
        what: 'every component is skipped, so that nothing is left to build',
        where: '--skip',
        remedy: 'skip fewer components',
      },
    ],
  });
});
