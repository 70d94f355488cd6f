import { digestOf, renderChecksums } from '@slipway/domain';
import type { Asset, Release } from '../../ports/index.js';
import { anAsset, aRelease, MemoryReleases } from '../builders.js';
import { withRecord } from '../record.js';
import { verifyText } from './report.js';
import { verifyReleaseAssets } from './verify-release.js';

const list = (...names: readonly string[]): string =>
  renderChecksums(names.map((name) => ({ name, digest: digestOf(name) })));

const archive = { name: 'all.zip', inputs: digestOf('inputs'), size: 7, digest: digestOf('all.zip') };

interface Situation {
  readonly assets: readonly Asset[];
  readonly release?: Partial<Release>;
  /** Of the list of checksums, as it is downloaded. */
  readonly text?: string;
  readonly checksums?: string | null;
}

async function verified({ assets, release = {}, text = '', checksums = 'SHA256SUMS' }: Situation) {
  const releases = new MemoryReleases([{ ...aRelease(release), assets: [...assets] }]);
  const contents = { text: async () => text };
  const report = await verifyReleaseAssets({ releases, contents }, { tag: 'v1', checksums });
  return { ...report, told: report.findings.map(({ severity, where, what }) => `${severity}: ${where}: ${what}`) };
}

test('a release that is as its list says is verified, draft or not', async () => {
  const text = list('a', 'b');

  const report = await verified({ assets: [anAsset('a'), anAsset('b'), anAsset('SHA256SUMS', text)], text });

  expect(report).toMatchObject({ outcome: 'verified', release: { state: 'draft' }, findings: [] });
  expect(verifyText(report)).toEqual([
    `a: OK, ${digestOf('a')}`,
    `b: OK, ${digestOf('b')}`,
    'verified: https://github.test/releases/7 (2 of 2 assets as they are listed)',
  ]);
});

test('each asset that is not as the list says is named', async () => {
  const text = list('a', 'b');

  const report = await verified({ assets: [anAsset('a', 'other'), anAsset('c'), anAsset('SHA256SUMS', text)], text });

  expect(report.outcome).toBe('damaged');
  expect(report.told).toEqual([
    `error: asset "a": it has 5 bytes with ${digestOf('other')}; the list of checksums says ${digestOf('a')}`,
    `error: asset "b": the release has no such asset; the list of checksums says ${digestOf('b')}`,
    `error: asset "c": the list of checksums leaves it out (it has 1 bytes with ${digestOf('c')})`,
  ]);
});

test('an asset from before GitHub kept digests, which no list of ours can name, is a warning', async () => {
  const text = list('a');
  const old = anAsset('old', 'old', { digest: null });

  const report = await verified({ assets: [anAsset('a'), old, anAsset('SHA256SUMS', text)], text });

  expect(report.outcome).toBe('verified');
  expect(report.told).toEqual(['warning: asset "old": GitHub has no digest of this older asset']);
});

test('the record of the last sync is enough where no list is asked for', async () => {
  const release = { notes: withRecord('', { owner: null, archive }) };

  const good = await verified({ assets: [anAsset('all.zip')], release, checksums: null });
  const bad = await verified({ assets: [anAsset('all.zip', 'changed')], release, checksums: null });

  expect(good).toMatchObject({ outcome: 'verified', findings: [] });
  expect(bad.told).toEqual([
    `error: asset "all.zip": it has 7 bytes with ${digestOf('changed')}; the record of the last sync says 7 bytes with ${archive.digest}`,
  ]);
});

test.each([
  ['no list', { assets: [anAsset('a')] }, 'the release has no such asset'],
  ['neither list nor record', { assets: [], checksums: null }, 'there is nothing to compare with'],
  ['a list that is none', { assets: [anAsset('SHA256SUMS', 'x')], text: 'x' }, '"x" is no line of checksums'],
  ['a list with other bytes', { assets: [anAsset('SHA256SUMS', 'x')], text: 'y' }, 'downloaded with other bytes'],
  ['a list without end', { assets: [anAsset('SHA256SUMS', 'x', { state: 'starter' })] }, 'was never finished'],
] as const)('%s is not verified', async (_name, situation, what) => {
  const report = await verified(situation);

  expect(report.outcome).toBe('damaged');
  expect(report.told).toEqual([expect.stringContaining(what)]);
});

test('a tag without a release is refused', async () => {
  const releases = new MemoryReleases();

  const report = await verifyReleaseAssets(
    { releases, contents: { text: async () => '' } },
    { tag: 'v1', checksums: null },
  );

  expect(report).toMatchObject({ outcome: 'refused', release: null, findings: [{ code: 'not-found' }] });
  expect(verifyText(report)).toEqual([]);
});
