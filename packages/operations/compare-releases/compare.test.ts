import fc from 'fast-check';
import { digestOf } from '@slipway/domain';
import { compareFiles, type Files } from './compare.js';
import type { FileComparison } from './report.js';

const files = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'ä'),
    fc.record({ text: fc.constantFrom('x', 'y'), known: fc.boolean() }),
  )
  .map(
    (texts): Files =>
      new Map(
        Object.entries(texts).map(([name, { text, known }]) => [
          name,
          { size: known ? text.length : null, digest: digestOf(text) },
        ]),
      ),
  );

const mirrored = (file: FileComparison): FileComparison => {
  if (file.status === 'missing') return { ...file, in: file.in === 'a' ? 'b' : 'a' };
  return file.status === 'different' ? { ...file, a: file.b, b: file.a } : file;
};

test('a release differs in nothing from itself', () => {
  fc.assert(
    fc.property(files, (release) => {
      const compared = compareFiles(release, release);

      expect(compared.every(({ status }) => status === 'same')).toBe(true);
      expect(compared).toHaveLength(release.size);
    }),
  );
});

test('sides exchanged, the differences are the same ones', () => {
  fc.assert(
    fc.property(files, files, (a, b) => {
      expect(compareFiles(b, a)).toEqual(compareFiles(a, b).map(mirrored));
    }),
  );
});

test('every name of either side is told once, sorted by bytes, and missing where it is not', () => {
  fc.assert(
    fc.property(files, files, (a, b) => {
      const compared = compareFiles(a, b);

      expect(compared.map(({ name }) => name)).toEqual([...new Set([...a.keys(), ...b.keys()])].sort());
      for (const file of compared)
        if (file.status === 'missing') expect((file.in === 'a' ? a : b).has(file.name)).toBe(false);
    }),
  );
});

test('a size that one side does not know is taken from the other', () => {
  const digest = digestOf('x');

  expect(compareFiles(new Map([['f', { size: null, digest }]]), new Map([['f', { size: 1, digest }]]))).toEqual([
    { status: 'same', name: 'f', size: 1, digest },
  ]);
});
