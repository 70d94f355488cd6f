import { ReleaseError } from '@slipway/domain';
import { aChosenFile, aClock, anAsset, aRelease, aWish, memoryFiles, MemoryReleases } from './builders.js';
import { type SyncPorts, syncReleaseAssets, syncText, type SyncWish } from './index.js';

const { archive: _, ...release } = aWish();

const aSync = (part: Partial<SyncWish> = {}): SyncWish => ({
  release,
  archive: null,
  entitlement: { feature: 'artifacts_download' },
  mode: 'sync',
  ...part,
});

function aWorld(part: Partial<SyncPorts> = {}) {
  const releases = new MemoryReleases();
  const files = memoryFiles([aChosenFile('out/my app.zip'), aChosenFile('b')]);
  const ports: SyncPorts = { releases, files, clock: aClock(), maxParallel: 2, told: () => {}, ...part };
  return { ports, releases, files };
}

const workOrder = { id: '17', tenant: 'acme', status: 'completed', features: ['artifacts_download'] };
const forCustomer = (part: object = {}): Partial<SyncWish> => {
  const { tag: __, ...rest } = release;
  return { release: rest, entitlement: { feature: 'artifacts_download', workOrder: { ...workOrder, ...part } } };
};
const archive = { name: 'all files.zip', time: 1_700_000_000 };

test('files become assets under the names that GitHub keeps, and the report tells all of it', async () => {
  const { ports, releases, files } = aWorld();

  const report = await syncReleaseAssets(ports, aSync());

  expect(report).toMatchObject({
    outcome: 'synced',
    ran: true,
    skippedReason: null,
    tag: 'v1',
    release: { state: 'public', url: releases.stored[0]?.url },
    assets: [
      { name: 'my.app.zip', file: 'my app.zip', action: 'upload', url: 'https://github.test/my.app.zip' },
      { name: 'b', action: 'upload' },
      { name: 'SHA256SUMS', action: 'upload' },
    ],
    asset: null,
    findings: [],
  });
  expect(releases.stored[0]?.assets.map(({ name }) => name).toSorted()).toEqual(['SHA256SUMS', 'b', 'my.app.zip']);
  expect(syncText(report)[0]).toMatch(/^uploaded: my\.app\.zip \("my app\.zip" here\), 14 bytes, sha256:/);
  expect(syncText(report).at(-1)).toMatch(/^synced: https:.* \(public; 3 uploaded, 0 replaced, 0 unchanged\)$/);
  expect(files.asked).toEqual(['discard']);
});

test('the same again uploads nothing and says so', async () => {
  const { ports, releases } = aWorld();
  await syncReleaseAssets(ports, aSync());
  releases.requests.length = 0;

  const report = await syncReleaseAssets(ports, aSync());

  expect(report).toMatchObject({ outcome: 'skipped', ran: false, skippedReason: 'unchanged', tag: 'v1' });
  expect(report.assets.map(({ action }) => action)).toEqual(['skip', 'skip', 'skip']);
  expect(releases.requests).toEqual(['withTag', 'assets']);
});

test('a release that the first list did not show yet is left alone, and no draft stays beside it', async () => {
  const { ports } = aWorld();
  const releases = new MemoryReleases([{ ...aRelease({ state: 'public', title: 'theirs' }), assets: [] }]);
  const { withTag } = releases;
  let looks = 0;
  releases.withTag = async (tag) => {
    const seen = await withTag(tag);
    return (looks += 1) === 1 ? [] : seen;
  };

  const report = await syncReleaseAssets({ ...ports, releases }, aSync());
  const again = await syncReleaseAssets({ ...ports, releases }, aSync());

  expect(report).toMatchObject({
    outcome: 'failed',
    findings: [{ code: 'conflict', what: expect.stringContaining('somebody else made a release with this tag') }],
  });
  expect(again).toMatchObject({ outcome: 'synced', release: { id: 7 } });
  expect(releases.stored.map(({ title }) => title)).toEqual(['theirs']);
});

test('an archive of the same files is not made again', async () => {
  const { ports, files } = aWorld();

  const first = await syncReleaseAssets(ports, aSync({ archive }));
  const second = await syncReleaseAssets(ports, aSync({ archive }));

  expect(first).toMatchObject({ outcome: 'synced', asset: { name: 'all.files.zip', action: 'upload' } });
  expect(second).toMatchObject({
    skippedReason: 'unchanged',
    asset: { name: 'all.files.zip', digest: first.asset?.digest },
  });
  expect(files.asked).toEqual(['archive all files.zip', 'discard', 'discard']);
});

test('an archive is made again where its asset is gone, or its files are others', async () => {
  const { ports, releases, files } = aWorld();
  await syncReleaseAssets(ports, aSync({ archive }));
  releases.stored[0]?.assets.splice(0);

  const again = await syncReleaseAssets(ports, aSync({ archive }));
  const others = await syncReleaseAssets({ ...ports, files: memoryFiles([aChosenFile('c')]) }, aSync({ archive }));

  expect(again.outcome).toBe('synced');
  expect(files.asked.filter((word) => word.startsWith('archive'))).toHaveLength(2);
  expect(others.asset).toMatchObject({ action: 'replace' });
});

test("a customer's files stand under the tag of the work order", async () => {
  const report = await syncReleaseAssets(aWorld().ports, aSync(forCustomer()));

  expect(report).toMatchObject({ outcome: 'synced', tag: 'workorder-acme-17', entitlement: { outcome: 'entitled' } });
});

test.each([
  ['not-entitled', { features: [] }, {}],
  ['not-completed', { status: 'failed' }, {}],
  ['no-credentials', {}, { releases: null }],
  ['nothing-to-sync', {}, { files: memoryFiles([]) }],
] as const)('%s: nothing is done, and that is no failure', async (reason, part, ports) => {
  const world = aWorld(ports);

  const report = await syncReleaseAssets(world.ports, aSync(forCustomer(part)));

  expect(report).toMatchObject({ outcome: 'skipped', ran: false, skippedReason: reason, tag: 'workorder-acme-17' });
  expect(world.releases.requests).toEqual([]);
  expect(syncText(report)).toHaveLength(1);
});

test.each([
  ['Failed ', '"failed"'],
  [true, '"a boolean"'],
])('the status %j, which is not completed, is told', async (status, told) => {
  const report = await syncReleaseAssets(aWorld().ports, aSync(forCustomer({ status })));

  expect(syncText(report)).toEqual([`skipped: the work order is not completed (its status: ${told})`]);
});

test('without credentials nobody needs an id', async () => {
  const { ports } = aWorld({ releases: null });

  expect(await syncReleaseAssets(ports, aSync(forCustomer({ id: null })))).toMatchObject({
    skippedReason: 'no-credentials',
    tag: null,
  });
});

test('switched off it does nothing, whatever is asked', async () => {
  const report = await syncReleaseAssets(
    aWorld({ releases: null }).ports,
    aSync({ entitlement: { feature: 'f', disable: '1' } }),
  );

  expect(report).toMatchObject({ outcome: 'skipped', skippedReason: 'disabled' });
});

test.each([
  ['no token, files alone', aSync(), { releases: null }, 'missing-permission'],
  ['no files', aSync(), { files: memoryFiles([]) }, 'bad-input'],
  ['no files for an archive', aSync({ archive }), { files: memoryFiles([]) }, 'bad-input'],
  ['no tag', aSync({ release: { ...forCustomer().release, ...release, tag: '' } }), {}, 'bad-input'],
  ['a work order without an id', aSync(forCustomer({ id: null })), {}, 'bad-input'],
] as const)('%s: refused before anything is asked of the release', async (_name, wish, ports, code) => {
  const world = aWorld(ports);

  const report = await syncReleaseAssets(world.ports, wish);

  expect(report).toMatchObject({ outcome: 'refused', ran: false, findings: [{ code, severity: 'error' }] });
  expect(world.releases.stored).toEqual([]);
});

test('a dry run tells what would be done and writes nothing', async () => {
  const { ports, releases } = aWorld();

  const report = await syncReleaseAssets(ports, aSync({ mode: 'dry-run' }));

  expect(report).toMatchObject({ outcome: 'planned', ran: false, release: null });
  expect(syncText(report)[0]).toMatch(/^would upload: my\.app\.zip/);
  expect(releases.requests).toEqual(['withTag']);
});

test('a file that changed after it was hashed is refused before anything is written', async () => {
  const files = { ...memoryFiles([aChosenFile('a')]), isUnchanged: async () => false };
  const { ports, releases } = aWorld({ files });

  const report = await syncReleaseAssets(ports, aSync());

  expect(report).toMatchObject({
    outcome: 'refused',
    ran: false,
    findings: [{ what: 'the file changed after it was hashed', where: '/chosen/a' }],
  });
  expect(releases.stored).toEqual([]);
});

test('a file that changes while others are uploaded fails the sync, and the draft stays a draft', async () => {
  let asked = 0;
  const files = { ...memoryFiles([aChosenFile('a')]), isUnchanged: async () => (asked += 1) === 1 };
  const { ports, releases } = aWorld({ files });

  const report = await syncReleaseAssets(ports, aSync());

  expect(report).toMatchObject({ outcome: 'failed', ran: true });
  expect(releases.stored).toMatchObject([{ state: 'draft', assets: [] }]);
});

test('where an upload fails, a public release keeps its title and notes too', async () => {
  const before = { ...aRelease({ state: 'public', notes: 'as they were' }), assets: [anAsset('b', 'old')] };
  const releases = new MemoryReleases([before]);
  releases.upload = async () => ({ status: 'unknown' });
  const wish = aSync({ archive, release: { ...release, title: 'New', notes: 'New' } });

  const report = await syncReleaseAssets(aWorld({ releases }).ports, wish);

  expect(report.outcome).toBe('failed');
  expect(releases.stored).toEqual([before]);
});

test('an upload that fails leaves no temporary asset on a public release', async () => {
  const releases = new MemoryReleases([{ ...aRelease({ state: 'public' }), assets: [anAsset('b', 'old')] }]);
  const upload = releases.upload;
  releases.upload = async (to, file) => {
    if (file.size === 14)
      throw new ReleaseError([
        { code: 'missing-permission', severity: 'error', what: 'no', where: 'token', remedy: '' },
      ]);
    return upload(to, file);
  };

  const report = await syncReleaseAssets(aWorld({ releases }).ports, aSync());

  expect(report).toMatchObject({ outcome: 'failed', release: { state: 'public' } });
  expect(releases.stored[0]?.assets).toEqual([anAsset('b', 'old')]);
});
