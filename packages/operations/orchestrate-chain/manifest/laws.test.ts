import { isName, isVersion, parseRange, satisfies, readVersion } from '@slipway/domain';
import fc from 'fast-check';
import { parseManifest } from './parse.js';

interface Entry {
  readonly name: string;
  readonly requires: readonly string[];
}

const entries: fc.Arbitrary<readonly Entry[]> = fc
  .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/), { minLength: 1, maxLength: 8 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name, at) =>
        fc.record({
          name: fc.constant(name),
          requires: fc
            .subarray(names.slice(0, at))
            .chain((some) =>
              fc.tuple(
                ...some.map((other) => fc.constantFrom('', '=1.2.3', '>=1', '^1.2').map((range) => other + range)),
              ),
            ),
        }),
      ),
    ),
  );

const line = ({ name, requires }: Entry): string =>
  `${JSON.stringify(name)} = { version = "1.2.3", requires = ${JSON.stringify(requires)} }`;

const fileOf = (lines: readonly string[]): string => ['release_set.id = "one"', '[versions]', ...lines].join('\n');

test('the order of lines and of requirements changes nothing', async () => {
  const shuffled = entries.chain((all) =>
    fc.record({
      all: fc.constant(all),
      other: fc
        .shuffledSubarray([...all], { minLength: all.length })
        .map((some) => some.map((entry) => ({ ...entry, requires: entry.requires.toReversed() }))),
    }),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ all, other }) => {
      const parsed = await parseManifest(fileOf(all.map(line)), 'versions.toml');

      expect(parsed.status).toBe('valid');
      expect(await parseManifest(fileOf(other.map(line)), 'versions.toml')).toEqual(parsed);
    }),
  );
});

/** Values of every kind, many of them right somewhere. */
const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      '1',
      '1.5',
      'true',
      '""',
      '"1.2.3"',
      '"a=1.2.3"',
      '"a>=2"',
      '"b"',
      '"30m"',
      '2025-01-15',
      '"../x"',
      'nan',
    ),
    fc.string().map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 3 }).map((all) => `[${all.join()}]`),
    fc
      .array(
        fc.tuple(fc.constantFrom('version', 'requires', 'a', '__proto__', 'env', 'build', '"x y"'), tie('value')),
        { maxLength: 3 },
      )
      .map((all) => `{${all.map(([key, inner]) => `${key}=${inner}`).join()}}`),
  ),
})).value;

const sets = ['release_set.id', 'release_set', 'modules', 'metadata'];
const entriesOf = ['versions', 'versions.a', 'versions.b', 'versions.b.requires', 'versions.b.version'];
const settings = ['slipway', 'slipway.build', 'slipway.env', 'slipway.components.b.timeout', 'slipway.components.c'];
const traps = ['__proto__', 'versions.__proto__', 'constructor.prototype', 'slipway.__proto__.x', 'slipway.x'];
const path = fc.constantFrom(...sets, ...entriesOf, ...settings, ...traps);

const nearlyManifest = fc.oneof(
  fc
    .array(fc.tuple(path, value), { maxLength: 8 })
    .map((lines) => lines.map(([key, right]) => `${key} = ${right}`).join('\n')),
  fc
    .uniqueArray(path, { maxLength: 8 })
    .chain((paths) =>
      fc.tuple(...paths.map((key) => value.map((right) => `${key} = ${right}`))).map((lines) => lines.join('\n')),
    ),
  fc.string({ unit: 'binary' }),
);

test('whatever stands in the file, the answer is a manifest that keeps its promises or findings that say all', async () => {
  await fc.assert(
    fc.asyncProperty(nearlyManifest, async (text) => {
      const parsed = await parseManifest(text, 'versions.toml');

      if (parsed.status === 'invalid') {
        for (const { severity, where, what, remedy } of parsed.findings) {
          expect(severity).toBe('error');
          expect(where).toMatch(/^versions\.toml:[1-9]\d*(:[1-9]\d*)?$/);
          expect(what).toMatch(/^\S.*\S$/s);
          expect(remedy).toMatch(/^\S.*\S$/s);
        }
        return;
      }
      const versions = new Map(parsed.manifest.components.map(({ name, version }) => [name, version]));
      for (const { name, version, requires } of parsed.manifest.components) {
        expect([isName(name), isVersion(version)]).toEqual([true, true]);
        for (const { name: other, range } of requires) {
          const read = parseRange(range);
          expect(read && satisfies(readVersion(versions.get(other) ?? ''), read)).toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
