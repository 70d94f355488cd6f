import { aComponent } from '../engine/builders.js';
import { aManifest, aWish, aWorld } from '../builders.js';
import { buildChain } from '../build-chain.js';
import { planChain } from '../plan/plan.js';
import { outcomePicture } from './picture.js';
import type { BuildReport, ChainReport } from './report.js';
import { chainSummary } from './summary.js';

const unsteered = { interrupt: new AbortController().signal, watch: () => {} };

/** core is built, left fails, app is skipped because of it, right is built. */
async function aFailedReport(): Promise<ChainReport> {
  const { world } = aWorld({ fate: ({ component }) => (component.name === 'left' ? 'build' : 'succeeded') });
  return buildChain(world, aWish(), unsteered);
}

test('the picture colours each component by its outcome', async () => {
  const summary = chainSummary(await aFailedReport(), null);

  expect(summary).toContain('  c0["app<br/>1.0.0"]');
  expect(summary).toContain('  class c1,c3 succeeded\n');
  expect(summary).toContain('  class c2 failed\n');
  expect(summary).toContain('  class c0 skipped\n');
  expect(summary.match(/classDef/g)).toHaveLength(4);
});

test('the table has a row for each component, the failure its last lines, the end the next command', async () => {
  const summary = chainSummary(await aFailedReport(), 'gh run rerun 7 --failed');

  expect(summary).toContain('## set-1: failed');
  expect(summary).toMatch(/\| left \| 1\.0\.0 \| `[0-9a-f]{12}` \| failed \| 1 \| 0ms \|  \|/);
  expect(summary).toMatch(/\| app \| 1\.0\.0 \| `[0-9a-f]{12}` \| skipped \|  \|  \|  \|/);
  expect(summary).toContain('<summary>left failed: exit code 1</summary>\n\n    it broke\n');
  expect(summary.endsWith('Next:\n\n    gh run rerun 7 --failed\n')).toBe(true);
});

test('all that a preflight finds is one table: how bad, where, what, and what to do', () => {
  const finding = (where: string) =>
    ({ code: 'not-found', severity: 'error', what: 'there is no a|b', where, remedy: 'make it' }) as const;

  const summary = chainSummary(
    {
      schema: 1,
      outcome: 'refused',
      set: 'set-1',
      run: null,
      plan: null,
      builds: [],
      release: null,
      findings: [finding('app'), finding('core')],
    },
    null,
  );

  expect(summary).toBe(
    [
      '## set-1: refused\n',
      '|  | where | what | what to do |',
      '| --- | --- | --- | --- |',
      '| **error** | app | there is no a\\|b | make it |',
      '| **error** | core | there is no a\\|b | make it |\n',
    ].join('\n'),
  );
});

test('what a build prints cannot leave its place on the page', async () => {
  const report = await aFailedReport();
  const builds = report.builds.map((build): BuildReport => ({
    ...build,
    failure: build.failure && {
      ...build.failure,
      what: '</details> **x** | y',
      tail: ['```', '</details><img src=x>'],
    },
  }));

  const summary = chainSummary({ ...report, builds }, null);

  expect(summary).toContain('left failed: &lt;/details> \\*\\*x\\*\\* \\| y</summary>');
  expect(summary).toContain('    ```\n    </details><img src=x>\n\n</details>');
});

test('a plan that nothing was built of is told by its levels', () => {
  const planning = planChain(aManifest(), { only: [], skip: [] }, new Map());
  if (planning.status === 'refused') throw new Error('the diamond can be planned');
  const { plan } = planning;

  const summary = chainSummary(
    { schema: 1, outcome: 'planned', set: 'set-1', run: null, plan, builds: [], release: null, findings: [] },
    null,
  );

  expect(summary).toContain('| app | 1.0.0 | 3 | left, right |  |');
  expect(summary).not.toContain('classDef failed');
});

test('a plan says what nobody can verify on GitHub, and of which patterns', () => {
  const remote = {
    repository: 'acme/tool',
    trigger: { kind: 'workflow', workflow: 'make.yml' },
    inputs: {},
    collect: ['dist-*'],
    attempts: 1,
    retryOn: 'infrastructure',
    timeout: 1,
  } as const;
  const planning = planChain(
    aManifest([aComponent('core'), aComponent('tool', ['core'], { remote })]),
    { only: [], skip: [] },
    new Map(),
  );
  if (planning.status === 'refused') throw new Error('it can be planned');
  const { plan } = planning;

  const summary = chainSummary(
    { schema: 1, outcome: 'planned', set: 'set-1', run: null, plan, builds: [], release: null, findings: [] },
    null,
  );

  expect(summary).toContain('| tool | 1.0.0 | 2 | core |  | unverified: dist-\\* |');
  expect(summary).toContain('| core | 1.0.0 | 1 |  |  | verified |');
});

test('a graph that GitHub would not draw is not drawn', () => {
  const components = Array.from({ length: 502 }, (_, at) => aComponent(`c${at}`, at === 0 ? [] : ['c0']));
  const planning = planChain(aManifest(components), { only: [], skip: [] }, new Map());

  expect(planning.status === 'planned' && outcomePicture(planning.plan, [])).toBeNull();
});
