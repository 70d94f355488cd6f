import { type SyncRequest, wishOf } from './request.js';

const aRequest = (part: Partial<SyncRequest> = {}): SyncRequest => ({
  archive: null,
  tag: null,
  releaseName: null,
  notes: null,
  target: null,
  prerelease: null,
  latest: null,
  draft: false,
  ifExists: 'skip-identical',
  checksums: 'SHA256SUMS',
  feature: 'artifacts_download',
  dryRun: false,
  ...part,
});
const here = { pushedTag: 'v1', time: 5, environment: {} };

test('where nothing else is said, the pushed tag is released, public, with checksums', () => {
  expect(wishOf(aRequest(), here)).toEqual({
    release: {
      tag: 'v1',
      latest: 'legacy',
      end: 'public',
      ifExists: 'skip-identical',
      checksums: 'SHA256SUMS',
      owner: null,
    },
    archive: null,
    entitlement: { feature: 'artifacts_download' },
    mode: 'sync',
  });
});

test("a work order's release has its own tag and is not the latest, unless that is said", () => {
  const workOrder = { id: '1' };

  expect(wishOf(aRequest(), { ...here, workOrder }).release).not.toHaveProperty('tag');
  expect(wishOf(aRequest(), { ...here, workOrder }).release.latest).toBe('false');
  expect(wishOf(aRequest({ tag: 'v2', latest: 'true' }), { ...here, workOrder }).release).toMatchObject({
    tag: 'v2',
    latest: 'true',
  });
  expect(wishOf(aRequest(), { ...here, tenant: {} }).release.tag).toBe('v1');
});

test('all that is said is handed on', () => {
  const environment = { PLATFORM_DISABLE_RELEASE_SYNC: '0', PLATFORM_FORCE_RELEASE_SYNC: '1' };
  const request = aRequest({
    archive: 'x.zip',
    releaseName: 'One',
    notes: 'N',
    target: 'main',
    prerelease: true,
    draft: true,
    checksums: '',
    dryRun: true,
  });

  expect(wishOf(request, { ...here, environment })).toMatchObject({
    release: { title: 'One', notes: 'N', target: 'main', prerelease: true, end: 'draft', checksums: null },
    archive: { name: 'x.zip', time: 5 },
    entitlement: { disable: '0', force: '1' },
    mode: 'dry-run',
  });
});
