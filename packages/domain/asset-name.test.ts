import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assetName } from './asset-name.js';

interface Case {
  readonly name: string;
  /** As the source has it; `null` where nothing was kept. */
  readonly kept: string | null;
  readonly status: 'documented' | 'reported' | 'mimic' | 'unsure';
  readonly source: string;
  /** Where the source is not followed, for the reason in `why`. */
  readonly ours?: string;
  readonly why?: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./asset-name.cases.json', import.meta.url), 'utf8'));

test.each(cases)('$name is kept as $kept ($status: $source)', ({ name, kept, ours }) => {
  expect(assetName(name)).toBe(ours ?? kept);
});

test('no source is left aside but the unsure ones, and one whose upload was refused', () => {
  const departures = cases.filter(({ ours }) => ours !== undefined);

  expect(departures.filter(({ status }) => status !== 'unsure').map(({ name }) => name)).toEqual(['Klavietūra.zip']);
});

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'Z', '0', '.', ' ', '-', '+', '@', 'é', 'æ', '日', '/') }),
);

test('a name that is kept is kept again', () => {
  fc.assert(fc.property(names, (name) => expect(assetName(assetName(name))).toBe(assetName(name))));
});

test('what is kept has letters, digits, - _ + @ and single dots inside', () => {
  fc.assert(
    fc.property(names, (name) => expect(assetName(name)).toMatch(/^$|^[A-Za-z0-9\-_+@]+(\.[A-Za-z0-9\-_+@]+)*$/)),
  );
});

test('a plain name stays as it is', () => {
  const plain = fc.stringMatching(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/);

  fc.assert(fc.property(plain, (name) => expect(assetName(name)).toBe(name)));
});
