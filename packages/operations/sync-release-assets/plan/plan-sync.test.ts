import { digestOf } from '@slipway/domain';
import { anAsset, aRelease, aWantedFile, aWish } from '../builders.js';
import type { ReleaseWish, WantedFile } from '../wish.js';
import type { Standing } from './standing.js';
import type { SyncPlan } from './plan.js';
import { planSync } from './plan-sync.js';
import { temporaryName } from './temporary.js';

const nothing: Standing = { release: null, assets: [] };

function planned(files: readonly WantedFile[], standing: Standing, wish: Partial<ReleaseWish> = {}): SyncPlan {
  const result = planSync(files, standing, aWish(wish));
  if (result.status === 'refused') throw new Error(JSON.stringify(result.findings));
  return result.plan;
}

function refusals(
  files: readonly WantedFile[],
  standing: Standing,
  wish: Partial<ReleaseWish> = {},
): readonly string[] {
  const result = planSync(files, standing, aWish(wish));
  return result.status === 'refused' ? result.findings.map(({ where, what }) => `${where}: ${what}`) : [];
}

const actions = ({ assets }: SyncPlan) => assets.map(({ action, file }) => `${action} ${file.name}`);

test('a release that is not there is made as a draft, filled, and published', () => {
  const plan = planned([aWantedFile('my app.zip')], nothing, { notes: 'Hello' });

  expect(plan.release).toEqual({
    action: 'create',
    release: { tag: 'v1', title: 'v1', notes: 'Hello', prerelease: false },
  });
  expect(plan.assets.map((step) => step.action !== 'skip' && step.under)).toEqual(['my.app.zip', 'SHA256SUMS']);
  expect(plan.checksums?.text).toBe(`${digestOf('my app.zip').slice(7)}  my.app.zip\n`);
  expect(plan.finish).toEqual({ action: 'publish', latest: 'legacy' });
});

test('what has the bytes is skipped, what differs is replaced, and what nobody asked about stays listed', () => {
  const assets = [anAsset('same'), anAsset('other', 'old'), anAsset('stays')];

  const plan = planned([aWantedFile('same'), aWantedFile('other'), aWantedFile('new')], {
    release: aRelease(),
    assets,
  });

  expect(actions(plan)).toEqual(['skip same', 'replace other', 'upload new', 'upload SHA256SUMS']);
  expect(plan.checksums?.text.match(/ {2}.*/g)).toEqual(['  new', '  other', '  same', '  stays']);
});

test('to replace means the same bytes too', () => {
  const plan = planned([aWantedFile('a')], { release: aRelease(), assets: [anAsset('a')] }, { ifExists: 'replace' });

  expect(actions(plan)).toEqual(['replace a', 'upload SHA256SUMS']);
});

test('on a public release all goes up under temporary names', () => {
  const plan = planned([aWantedFile('a')], { release: aRelease({ state: 'public' }), assets: [] }, { checksums: null });

  expect(plan.assets).toMatchObject([{ action: 'upload', under: temporaryName('a', digestOf('a')), staged: null }]);
  expect(plan.finish).toEqual({ action: 'leave' });
});

test('what an earlier try brought up under its temporary name is not uploaded again', () => {
  const asset = anAsset(temporaryName('a', digestOf('a')), 'a');

  const plan = planned(
    [aWantedFile('a')],
    { release: aRelease({ state: 'public' }), assets: [asset] },
    { checksums: null },
  );

  expect(plan.assets).toMatchObject([{ action: 'upload', staged: asset }]);
  expect(plan.leftovers).toEqual([]);
});

test('broken uploads that block a name go, those of others are told, and forgotten temporary ones go', () => {
  const broken = { state: 'starter', digest: null } as const;
  const stale = anAsset(temporaryName('a', digestOf('older')), 'older', { id: 3 });
  const assets = [anAsset('a', 'a', { ...broken, id: 1 }), anAsset('theirs', 'x', { ...broken, id: 2 }), stale];

  const plan = planned([aWantedFile('a')], { release: aRelease(), assets });

  expect(plan.leftovers.map(({ id }) => id)).toEqual([1, 3]);
  expect(plan.findings).toMatchObject([{ severity: 'warning', where: 'asset "theirs"' }]);
});

test('an asset without a digest is uploaded anew where it is ours, and told where it is not', () => {
  const assets = [anAsset('a', 'a', { digest: null }), anAsset('old', 'x', { digest: null })];

  const plan = planned([aWantedFile('a')], { release: aRelease(), assets });

  expect(actions(plan)).toEqual(['replace a', 'upload SHA256SUMS']);
  expect(plan.checksums?.text).not.toContain('  old');
  expect(plan.findings).toMatchObject([{ severity: 'warning', where: 'asset "old"' }]);
});

test('of a release that is there changes only what was wished otherwise', () => {
  const release = aRelease({ title: 'By hand', notes: 'By hand\r\n' });

  expect(planned([aWantedFile('a')], { release, assets: [] }).release.action).toBe('keep');
  expect(planned([aWantedFile('a')], { release, assets: [] }, { title: 'By hand', notes: 'By hand' }).release).toEqual({
    action: 'keep',
    release,
  });
  expect(
    planned([aWantedFile('a')], { release, assets: [] }, { title: 'New', prerelease: true }).release,
  ).toMatchObject({
    action: 'change',
    changes: { title: 'New', prerelease: true },
  });
});

const two31 = 2 ** 31;
const sized = (size: number): WantedFile => ({ ...aWantedFile('a'), size });

test.each<readonly [string, readonly WantedFile[], Standing, Partial<ReleaseWish>, readonly string[]]>([
  ['no files', [], nothing, {}, ['files: there are no files to upload']],
  ['an empty file', [sized(0)], nothing, {}, ['/files/a: the file is empty']],
  ['a file of 2 GiB', [sized(two31)], nothing, {}, ['/files/a: the file has 2147483648 bytes']],
  ['a file just below', [sized(two31 - 1)], nothing, {}, []],
  [
    'names that GitHub makes equal',
    [aWantedFile('a b'), aWantedFile('a~b')],
    nothing,
    {},
    ['/files/a b: 2 files would become the one asset "a.b": /files/a b, /files/a~b'],
  ],
  [
    'names that differ in case only',
    [aWantedFile('A'), aWantedFile('a')],
    nothing,
    {},
    ['/files/A: the assets "A" and "a" would differ in case only'],
  ],
  ['a name of which nothing is left', [aWantedFile('…')], nothing, {}, ['/files/…: nothing of the name']],
  ['a list of our own and of theirs', [aWantedFile('sha256sums')], nothing, {}, ['checksums: /files/sha256sums has']],
  ['a list that would be renamed', [aWantedFile('a')], nothing, { checksums: 'SHA 256' }, ['checksums: GitHub would']],
  [
    'an asset of other case',
    [aWantedFile('a')],
    { release: aRelease(), assets: [anAsset('A')] },
    {},
    ['/files/a: the asset "A" is there'],
  ],
  [
    'other bytes, told to fail',
    [aWantedFile('a')],
    { release: aRelease(), assets: [anAsset('a', 'old')] },
    { ifExists: 'fail' },
    ['/files/a: the asset "a" is there with other bytes'],
  ],
  [
    'the same bytes, told to fail',
    [aWantedFile('a')],
    { release: aRelease(), assets: [anAsset('a'), anAsset('SHA256SUMS')] },
    { ifExists: 'fail' },
    [],
  ],
  [
    'an immutable release',
    [aWantedFile('a')],
    { release: aRelease({ state: 'public', immutable: true }), assets: [] },
    {},
    ['https://github.test/releases/7: the release is immutable'],
  ],
  [
    'an immutable release that has it all',
    [aWantedFile('a')],
    { release: aRelease({ state: 'public', immutable: true }), assets: [anAsset('a')] },
    { checksums: null },
    [],
  ],
  ['a tag that git refuses', [aWantedFile('a')], nothing, { tag: 'a b' }, ['tag: "a b" is no name for a tag']],
  [
    'a prerelease as the latest',
    [aWantedFile('a')],
    nothing,
    { prerelease: true, latest: 'true' },
    ['latest: a prerelease cannot be the latest release'],
  ],
  [
    'bytes that are not at hand',
    [{ ...aWantedFile('a'), path: null }],
    nothing,
    {},
    ['a: the release has not the bytes that it is recorded with'],
  ],
])('%s', (_, files, standing, wish, expected) => {
  const told = refusals(files, standing, wish);

  expect(told).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(told[index]).toContain(text);
});

test('a thousand assets are taken and one more is not, what is swapped counted twice', () => {
  const assets = Array.from({ length: 998 }, (_, at) => anAsset(`x${at}`, 'x', { id: at + 10 }));
  const draft = { release: aRelease(), assets };

  expect(refusals([aWantedFile('a')], draft)).toEqual([]);
  expect(refusals([aWantedFile('a'), aWantedFile('b')], draft)).toMatchObject([
    'files: the release would have 1001 assets, 3 of them uploaded now, and GitHub takes 1000',
  ]);
  expect(
    refusals(
      ['x1', 'x2', 'x3'].map((name) => aWantedFile(name)),
      draft,
    ),
  ).toHaveLength(1);
});

test('all that is wrong is told at once', () => {
  const told = refusals([sized(0), aWantedFile('B'), aWantedFile('b')], nothing, { tag: '', checksums: 'x y' });

  expect(told.map((text) => text.split(':')[0])).toEqual(['tag', '/files/a', '/files/B', 'checksums']);
});
