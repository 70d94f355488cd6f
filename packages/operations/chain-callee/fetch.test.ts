import { digestOf, sentence } from '@slipway/domain';
import { anEvent, anOrder, anUpstream, aWorkspace, commit, delivered, someArtifacts } from './a-callee.js';
import { fetchUpstreams } from './fetch.js';

const files = { 'out/tool': 'tool' };
const withUpstream = anEvent(anOrder({ upstreams: [anUpstream()] }));

test('upstreams are unpacked under their names, and the build is told of them as a local one is', async () => {
  const { workspace, kept } = aWorkspace();

  const { report, environment } = await fetchUpstreams(
    { workspace, artifacts: someArtifacts(delivered(files)) },
    withUpstream,
  );

  expect(report).toMatchObject({ outcome: 'fetched', findings: [] });
  expect(Object.keys(kept)).toEqual(['/t/upstreams/core(tool)/out/tool', '/t/note']);
  expect(environment).toEqual({
    SLIPWAY_COMPONENT: 'app',
    SLIPWAY_VERSION: '2.0.0',
    SLIPWAY_SET: 'set-1',
    SLIPWAY_UPSTREAM_DIR: '/t/upstreams',
    SLIPWAY_CACHE_DIR: '/t/cache',
    SOURCE_DATE_EPOCH: '1700000000',
  });
});

const refusals = [
  ['of another digest', someArtifacts(delivered(files), { digest: digestOf('x') }), 'has the digest sha256:'],
  ['that GitHub has no digest of', someArtifacts(delivered(files), { digest: null }), 'has the digest null'],
  ['that has expired', someArtifacts(delivered(files), { expired: true }), 'artifact 70 has expired'],
  ['of another id', someArtifacts(delivered(files), { id: 71 }), 'run 7 has no artifact 70'],
  ['without slipway.json', someArtifacts(files), 'has no slipway.json'],
  ['of another version', someArtifacts(delivered(files, { version: '0.9.0' })), 'is of version 0.9.0, not of 1.0.0'],
  ['with other files', someArtifacts({ ...delivered(files), 'out/tool': 'x' }), 'out/tool with other bytes'],
] as const;

test.each(refusals)('an upstream %s is refused, and no order is left for deliver', async (_, artifacts, what) => {
  const { workspace, kept } = aWorkspace();

  const { report, environment } = await fetchUpstreams({ workspace, artifacts }, withUpstream);

  expect(report.outcome).toBe('refused');
  expect(report.findings.map(sentence)).toEqual([
    expect.stringMatching(new RegExp(`^upstream core \\(acme/core\\): .*${what}`)),
  ]);
  expect(environment).toEqual({});
  expect(kept['/t/note']).toBeUndefined();
});

test('of several upstreams all that are wrong are told', async () => {
  const upstreams = [
    anUpstream(),
    anUpstream({ component: 'lib', 'run-id': 8 }),
    anUpstream({ component: 'net', 'run-id': 9 }),
  ];
  const { workspace } = aWorkspace();

  const { report } = await fetchUpstreams(
    { workspace, artifacts: someArtifacts(delivered(files)) },
    anEvent(anOrder({ upstreams })),
  );

  expect(report.findings.map(({ where }) => where)).toEqual(['upstream lib (acme/core)', 'upstream net (acme/core)']);
});

test.each([['d0'.repeat(20)], [null]])('a checkout at %s is refused', async (at) => {
  const { workspace } = aWorkspace({}, at);

  const { report } = await fetchUpstreams({ workspace, artifacts: someArtifacts({}) }, anEvent());

  expect(report.findings).toMatchObject([{ code: 'conflict', where: 'the checkout' }]);
  expect(report.findings[0]?.what).toContain(`the order is for ${commit}`);
});

test('a bad order forgets what an earlier one has left', async () => {
  const { workspace, kept } = aWorkspace();
  await fetchUpstreams({ workspace, artifacts: someArtifacts({}) }, anEvent());

  const { report } = await fetchUpstreams({ workspace, artifacts: someArtifacts({}) }, anEvent('{}'));

  expect(report.outcome).toBe('refused');
  expect(kept).toEqual({});
});
