import { digestOf } from '@slipway/domain';
import { anAsset } from '../builders.js';
import { temporaryName } from '../plan/temporary.js';
import { compareAssets } from './compare.js';

const listed = (...names: readonly string[]) => ({
  name: 'SHA256SUMS',
  checksums: names.map((name) => ({ name, digest: digestOf(name) })),
});

const list = anAsset('SHA256SUMS');
const record = { name: 'all.zip', inputs: digestOf('inputs'), size: 7, digest: digestOf('all.zip') };

const verdicts = (...given: Parameters<typeof compareAssets>): readonly string[] =>
  compareAssets(...given).map(({ name, verdict }) => `${name} ${verdict}`);

test('each name that anybody knows has a verdict, in the order of the list', () => {
  const assets = [
    list,
    anAsset('d', 'other'),
    anAsset('a'),
    anAsset('c', 'c', { state: 'starter', digest: null }),
    anAsset('e', 'e', { digest: null }),
    anAsset('f'),
    anAsset(temporaryName('a', digestOf('a'))),
    anAsset('old', 'old', { digest: null }),
  ];

  expect(verdicts(assets, { list: listed('a', 'b', 'c', 'd', 'e'), record: null })).toEqual([
    'a same',
    'b missing',
    'c unfinished',
    'd different',
    'e unknown',
    'f unlisted',
    `${temporaryName('a', digestOf('a'))} unfinished`,
    'old unknown',
  ]);
});

test('what the list and the record both name has to be as both say', () => {
  const assets = [list, anAsset('all.zip')];

  expect(verdicts(assets, { list: listed('all.zip'), record })).toEqual(['all.zip same']);
  expect(verdicts(assets, { list: listed('all.zip'), record: { ...record, size: 8 } })).toEqual(['all.zip different']);
  expect(verdicts(assets, { list: listed('all.zip'), record: { ...record, digest: digestOf('x') } })).toEqual([
    'all.zip different',
  ]);
});

test('without a list, others than the recorded archive are nobody’s business, unless they are unfinished', () => {
  const assets = [anAsset('all.zip'), anAsset('other'), anAsset('broken', 'x', { state: 'starter' })];

  expect(verdicts(assets, { list: null, record })).toEqual(['all.zip same', 'broken unfinished']);
});
