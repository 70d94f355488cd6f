import { planJson, planMermaid } from './formats.js';
import type { Plan } from './plan.js';

const aPlan = (part: Partial<Plan> = {}): Plan => ({
  set: 'set-1',
  levels: [['core'], ['app']],
  order: ['core', 'app'],
  criticalPath: ['core', 'app'],
  expected: null,
  components: [
    { name: 'app', version: '2.0.0', requires: ['core'], expected: null, remaining: 1 },
    { name: 'core', version: '1.0.0-rc.1', requires: [], expected: 500, remaining: 501 },
  ],
  partial: false,
  reuseOnly: [],
  ...part,
});

test('the JSON is the plan, with its schema', () => {
  const plan = aPlan();

  expect(JSON.parse(JSON.stringify(planJson(plan)))).toEqual({ schema: 1, ...plan });
});

test('the picture has a node for each component, an arrow from each to what needs it, and the critical path', () => {
  expect(planMermaid(aPlan())).toBe(`flowchart LR
  c0["app<br/>2.0.0"]
  c1["core<br/>1.0.0-rc.1"]
  c1 --> c0
  classDef critical stroke-width:3px
  class c1,c0 critical
`);
});

test('what nobody can verify is drawn with a broken line', () => {
  const [app, core] = aPlan().components;

  const picture = planMermaid(aPlan({ components: app && core ? [app, { ...core, unverified: ['dist-*'] }] : [] }));

  expect(picture).toContain('  classDef unverified stroke-dasharray:2 3\n  class c1 unverified\n');
});

test('nothing in a name can end its label or mean something there', () => {
  const name = '"]; click c0 "javascript:1" %%{init}%% <b>`end`_#quot;';
  const [component] = aPlan({
    components: [{ name, version: '1.0.0', requires: [], expected: null, remaining: 1 }],
  }).components;

  const picture = planMermaid(aPlan({ components: component ? [component] : [], criticalPath: [] }));

  expect(picture.split('\n')[1]).toMatch(/^ {2}c0\["(?:[A-Za-z0-9.-]|#\d+;)+<br\/>1\.0\.0"\]$/);
});
