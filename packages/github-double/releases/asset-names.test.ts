import { readFileSync } from 'node:fs';
import { assetName } from './asset-names.js';

interface Case {
  readonly name: string;
  readonly kept: string;
  readonly status: 'documented' | 'reported' | 'mimic' | 'unsure';
  readonly source: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./asset-names.cases.json', import.meta.url), 'utf8'));

test.each(cases.filter(({ status }) => status !== 'unsure'))(
  '$name is kept as $kept ($status: $source)',
  ({ name, kept }) => {
    expect(assetName(name)).toBe(kept);
  },
);

test('a name that GitHub keeps is kept again', () => {
  const once = cases.map(({ name }) => assetName(name));

  expect(once.map(assetName)).toEqual(once);
});
