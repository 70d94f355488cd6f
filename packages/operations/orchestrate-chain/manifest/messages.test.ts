import { head, names, said, slipway, versions } from './a-manifest.js';
import { refusedAs } from './builders.js';

test('an empty file lacks its two tables', async () => {
  expect(await refusedAs('')).toEqual([
    'versions.toml:1: release_set is missing; write [release_set] and below it the id of the set, as in id = "set-2025-01A"',
    'versions.toml:1: versions is missing; write [versions] and below it a line for each component, as in app = "1.2.3"',
  ]);
});

test('a set without an id, and one whose id is no name', async () => {
  expect(await said('[versions]\na = "1.0.0"\n[release_set]\nname = "x"')).toBe(
    `versions.toml:3: release_set.id is missing; write ${names}, as in id = "set-2025-01A"`,
  );
});

test.each([
  ['../x', '"../x"'],
  ['__proto__', '"__proto__"'],
  ['x'.repeat(10_000), `"${'x'.repeat(60)}…" (10000 characters)`],
])('the id %s of a set is refused by name', async (id, shown) => {
  expect(await said(`release_set.id = "${id}"\n[versions]\na = "1.0.0"`)).toBe(
    `versions.toml:1: release_set.id is ${shown}; write ${names}, as in id = "set-2025-01A"`,
  );
});

test('a set without a component', async () => {
  expect(await said(versions('[versions.develop]'))).toBe(
    'versions.toml:2: versions has no component; add a line for each component, as in app = "1.2.3"',
  );
});

test.each([
  ['"../x"', '"../x"'],
  ['__proto__', '__proto__'],
  ['"x".repeat', `"${'x'.repeat(60)}…" (10000 characters)`],
  ['""', '""'],
  ['"a b"', '"a b"'],
])('the name %s is refused by name', async (key, shown) => {
  const written = key === '"x".repeat' ? 'x'.repeat(10_000) : key;

  expect(await said(versions(`${written} = "1.0.0"`))).toBe(
    `versions.toml:3: versions.${shown} is no name of a component; write a name of ${names}`,
  );
  expect(Object.prototype).not.toHaveProperty('version');
});

test('two names that differ in case only', async () => {
  expect(await said(versions('App = "1.0.0"', 'app = "1.0.0"'))).toBe(
    'versions.toml:4: versions.app differs from versions.App in case only, and some systems have one folder for both; rename one of the two',
  );
});

test.each([
  ['a = "v1.2"', 'versions.a is "v1.2"; write a = "1.2.0"'],
  ['a = 1.5', 'versions.a is 1.5, a number; write a = "1.5.0"'],
  [
    'a = ""',
    'versions.a is empty; write a version or a table with a version, as in app = { version = "1.2.3", requires = ["library"] }',
  ],
  [
    'a = true',
    'versions.a is true, a boolean; write a version or a table with a version, as in app = { version = "1.2.3", requires = ["library"] }',
  ],
  [
    'a = 2025-01-15',
    'versions.a is a date; write a version or a table with a version, as in app = { version = "1.2.3", requires = ["library"] }',
  ],
  ['a = { version = "1.0" }', 'versions.a.version is "1.0"; write version = "1.0.0"'],
  [
    'a = { version = "latest" }',
    'versions.a.version is "latest"; write a semantic version such as "1.2.3" or "1.2.3-rc.1", as in version = "1.2.3"',
  ],
  [
    'a = { version = "1.0.0", git_commit = "3f1c9a7" }',
    'versions.a.git_commit is "3f1c9a7"; write all 40 (or 64) hexadecimal digits of a commit, or nothing at all, as in git_commit = ""',
  ],
  [
    'a = { version = "1.0.0", git_tag = "v 1" }',
    'versions.a.git_tag is "v 1"; write a name that git accepts for a tag or branch (no spaces, no "..", none of ~ ^ : ? * [ \\, no "-" in front), as in git_tag = "v1.2.3"',
  ],
  ['a = { version = "1.0.0", requires = "b" }', 'versions.a.requires is "b"; write requires = ["b"]'],
  [
    'a = { version = "1.0.0", requires = [1] }',
    'versions.a.requires[0] is 1, a number; write an array of strings, as in requires = ["library", "tools>=1.2"]',
  ],
  [
    'a = { version = "1.0.0", binaries = ["bin/a"] }',
    'versions.a.binaries[0] is "bin/a"; write an array of file names without folders, as in binaries = ["app"]',
  ],
])('the entry %s', async (line, sentence) => {
  expect(await said(versions(line))).toBe(`versions.toml:3: ${sentence}`);
});

test('a table that is none', async () => {
  expect(await said(`${head}\nversions = 1\nslipway = []`)).toBe(
    [
      'versions.toml:2: versions is 1, a number; write [versions] and below it a line for each component, as in app = "1.2.3"',
      'versions.toml:3: slipway is an empty array; write a table, as in slipway = { build = ["make"], artifacts = ["dist/*"] }',
    ].join('\n'),
  );
});

test('a date is no table either', async () => {
  expect(await said(`${head}\nversions.a = "1.0.0"\nslipway = 2025-01-15`)).toBe(
    'versions.toml:3: slipway is a date; write a table, as in slipway = { build = ["make"], artifacts = ["dist/*"] }',
  );
  expect(await said(slipway('[slipway.components]', 'app = 10:00:00'))).toBe(
    'versions.toml:5: slipway.components.app is a date; write a table, as in app = { timeout = "30m" }',
  );
});

test('all errors of meaning are told at once, in the order of the file', async () => {
  const told = await refusedAs(`[slipway]
timeout = "x"
[versions.a]
requires = [
  "b=2",
  "c",
]
version = "v1"
[versions]
b = "1.0.0"
[release_set]
id = "x/y"
`);

  expect(told.map((line) => line.split(' ', 2).join(' '))).toEqual([
    'versions.toml:2: slipway.timeout',
    'versions.toml:5: versions.a.requires[0]',
    'versions.toml:6: versions.a.requires[1]',
    'versions.toml:8: versions.a.version',
    'versions.toml:12: release_set.id',
  ]);
});
