import { aComponent, settings } from '../orchestrate-chain/engine/builders.js';
import type { BuildSettings } from '../orchestrate-chain/manifest/manifest.js';
import type { Checkouts } from '../ports/index.js';
import { setupCheckouts, type SetupPorts, setupText } from './index.js';

const component = (name: string, build: Partial<BuildSettings>) =>
  aComponent(name, [], { build: { ...settings(), ...build } });

const done = async () => ({ status: 'done' }) as const;

/** Every path is a checkout of its own, one commit behind; calls that change something are told to `calls`. */
function checkouts(part: Partial<Checkouts> = {}) {
  const calls: string[] = [];
  const port: Checkouts = {
    look: async (path) => ({ kind: 'checkout', root: path }),
    clone: async (repository, path) => (calls.push(`clone ${repository} ${path}`), done()),
    hasRemote: async () => true,
    fetch: async (root) => (calls.push(`fetch ${root}`), done()),
    standing: async () => ({ changes: 0, branch: 'main', distance: { ahead: 0, behind: 1 } }),
    forward: async (root) => (calls.push(`forward ${root}`), done()),
    ...part,
  };
  return { port, calls };
}

const setUp = (
  components: readonly ReturnType<typeof component>[],
  port: Checkouts,
  version: string | null = '1.0.0',
) =>
  setupCheckouts({ checkouts: port, machine: { toolVersion: async () => version } } satisfies SetupPorts, {
    manifest: { set: 'set-1', components },
    manifestDir: '/set',
  });

test('folders of one checkout fetch it once', async () => {
  const { port, calls } = checkouts({ look: async () => ({ kind: 'checkout', root: '/mono' }) });

  const report = await setUp([component('a', { path: '/mono/a' }), component('b', { path: '/mono/b' })], port);

  expect(calls).toEqual(['fetch /mono', 'forward /mono']);
  expect(report).toMatchObject({
    outcome: 'ready',
    checkouts: [{ status: 'updated', told: 'main, commits forward: 1' }, { status: 'updated' }],
  });
});

test('what lies in another checkout is looked at when that one is there', async () => {
  const { port, calls } = checkouts({ look: async () => ({ kind: 'missing' }) });
  const components = [
    component('inner', { path: '/out/inner', repository: 'acme/inner' }),
    component('outer', { path: '/out', repository: 'acme/outer' }),
  ];

  await setUp(components, port);

  expect(calls).toEqual(['clone acme/outer /out', 'clone acme/inner /out/inner']);
});

test('what cannot be cloned or fetched is lacking, what is left alone is not', async () => {
  const failed = async () => ({ status: 'failed', complaint: 'no route' }) as const;
  const one = [component('lib', { path: '/lib' })];

  const unfetched = await setUp(one, checkouts({ fetch: failed }).port);
  const unmoved = await setUp(one, checkouts({ forward: failed }).port);
  const alone = await setUp(one, checkouts({ hasRemote: async () => false }).port);

  expect(unfetched).toMatchObject({
    outcome: 'lacking',
    checkouts: [{ status: 'failed', told: 'no route' }],
    findings: [{ severity: 'error', what: 'no route', where: 'lib (/lib)' }],
  });
  expect(unmoved).toMatchObject({ outcome: 'ready', checkouts: [{ status: 'left', told: 'no route' }] });
  expect(alone).toMatchObject({ outcome: 'ready', checkouts: [{ told: 'it has no remote to fetch from' }] });
});

test('a tool that is missing or too old is told once for all that want it, with where it is got', async () => {
  const tools = { cargo: '>=1.80', frobnicate: '*' };
  const components = [component('a', { tools }), component('b', { tools })];

  const old = await setUp(components, checkouts().port);
  const none = await setUp(components, checkouts().port, null);

  expect(old).toMatchObject({
    outcome: 'lacking',
    tools: [
      { tool: 'cargo', found: '1.0.0', status: 'other-version', components: ['a', 'b'] },
      { tool: 'frobnicate', status: 'fits' },
    ],
    findings: [{ where: 'tools of a, b', remedy: 'install cargo >=1.80: https://rustup.rs' }],
  });
  expect(none.findings.map(({ remedy }) => remedy)).toEqual([
    'install cargo >=1.80: https://rustup.rs',
    'install frobnicate, as its documentation tells',
  ]);
  expect(setupText(old)).toEqual([
    'missing: cargo >=1.80 (1.0.0)',
    'there: frobnicate (1.0.0)',
    'something is missing',
  ]);
});
