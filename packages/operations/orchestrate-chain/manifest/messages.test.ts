import { refusedAs } from './builders.js';

const head = 'release_set.id = "one"';
const names = '1 to 100 letters, digits, ".", "_" and "-", the first of them a letter or a digit';
const setKeys =
  'known keys are owner, build, artifacts, env, pass-env, tools, attempts, retry-on, timeout, max-parallel, on-failure, components';
const componentKeys =
  'known keys are build, artifacts, env, pass-env, tools, attempts, retry-on, timeout, repository, path, ref';

/** Line 3 and on are the lines given; line 3 is the first entry of `[versions]`. */
const versions = (...lines: readonly string[]): string => [head, '[versions]', ...lines].join('\n');

/** Line 4 and on are the lines given; line 4 is the first key of `[slipway]`. */
const slipway = (...lines: readonly string[]): string =>
  [head, 'versions.app = "1.0.0"', '[slipway]', ...lines].join('\n');

const said = async (text: string): Promise<string> => (await refusedAs(text)).join('\n');

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
  expect(await said('release_set.id = "../x"\n[versions]\na = "1.0.0"')).toBe(
    `versions.toml:1: release_set.id is "../x"; write ${names}, as in id = "set-2025-01A"`,
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

  expect(await said(versions('app = "1.0.0"', `${written} = "1.0.0"`))).toBe(
    `versions.toml:4: versions.${shown} is no name of a component; write a name of ${names}`,
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

test.each([
  ['lib=2.0.0', 'but versions.lib.version is "1.4.0"; write "lib=1.4.0", or change the version of lib'],
  ['lib>=2', 'but versions.lib.version is "1.4.0"; write "lib=1.4.0", or change the version of lib'],
  ['app', 'the component itself; remove it'],
  ['libb', 'which is not in the set; did you mean lib?'],
  ['nothing-like-it', 'which is not in the set; add it to [versions], or do not name it'],
  [
    'develop',
    'but versions.develop has no version, so it is no component; give versions.develop a version, or do not name it',
  ],
  ['lib==1.4.0', 'and "==1.4.0" is no semver range; write "lib=1.4.0"'],
  ['lib@^1', 'and "@^1" is no semver range; write "lib^1"'],
  ['lib latest', 'and "latest" is no semver range; write "lib", "lib=1.2.3" or any semver range, as in "lib>=1.2"'],
  [
    '../x',
    `which does not begin with the name of a component; begin with a name of ${names}, as in "app", "app=1.2.3" or "app>=1.2"`,
  ],
])('the requirement %s', async (requirement, sentence) => {
  const text = versions('lib = "1.4.0"', 'develop = {}', `app = { version = "1.0.0", requires = ["${requirement}"] }`);

  expect(await said(text)).toBe(`versions.toml:5: versions.app.requires[0] is "${requirement}", ${sentence}`);
});

test('two requirements that disagree are named both, in one component or in two', async () => {
  const text = versions(
    'lib = "1.0.0"',
    'app = { version = "1.0.0", requires = ["lib=1.0.0", "lib=2.0.0"] }',
    'tool = { version = "1.0.0", requires = ["gone=1.0.0"] }',
    'top = { version = "1.0.0", requires = ["gone^2"] }',
  );

  expect(await refusedAs(text)).toEqual([
    'versions.toml:4: versions.app.requires[1] is "lib=2.0.0", but versions.lib.version is "1.0.0"; write "lib=1.0.0", or change the version of lib',
    'versions.toml:4: versions.app.requires[1] is "lib=2.0.0", but versions.app.requires[0] is "lib=1.0.0": no version is both; change one of the two',
    'versions.toml:5: versions.tool.requires[0] is "gone=1.0.0", which is not in the set; add it to [versions], or do not name it',
    'versions.toml:6: versions.top.requires[0] is "gone^2", which is not in the set; add it to [versions], or do not name it',
    'versions.toml:6: versions.top.requires[0] is "gone^2", but versions.tool.requires[0] is "gone=1.0.0": no version is both; change one of the two',
  ]);
});

test.each([
  ['atempts = 3', `atempts is no key of this table; did you mean attempts? (${setKeys})`],
  ['colour = 3', `colour is no key of this table; ${setKeys}`],
  ['ref = "main"', 'ref is in the wrong table; move it to [slipway.components.<name>]'],
  ['build = "make -j2 dist"', 'build is "make -j2 dist"; write build = ["make", "-j2", "dist"]'],
  ['build = "make && x"', 'build is "make && x"; write build = ["sh", "-c", "make && x"]'],
  [
    'build = []',
    'build is an empty array; write an array of the program and its arguments, as in build = ["make", "dist"]',
  ],
  [
    'build = [""]',
    'build is an array; write an array of the program and its arguments, as in build = ["make", "dist"]',
  ],
  ['artifacts = "dist/*"', 'artifacts is "dist/*"; write artifacts = ["dist/*"]'],
  [
    'artifacts = ["/etc/passwd"]',
    'artifacts[0] is "/etc/passwd"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'artifacts = ["a/../../b"]',
    'artifacts[0] is "a/../../b"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'artifacts = ["{a,..}/b"]',
    'artifacts[0] is "{a,..}/b"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'env = { PORT = 80 }',
    'env.PORT is 80, a number; write a table of names (letters, digits, "_") and strings, as in env = { CI = "true" }',
  ],
  ['env = { "A B" = "x" }', 'env."A B" is no name of a variable; write letters, digits and "_", no digit in front'],
  [
    'env = { __proto__ = "x" }',
    'env.__proto__ is no name of a variable; write letters, digits and "_", no digit in front',
  ],
  [
    'tools = { node = "latest" }',
    'tools.node is "latest"; write a table of tools and semver ranges, as in tools = { node = ">=20", make = "*" }',
  ],
  ['tools = { "../x" = "*" }', `tools."../x" is no name of a tool; write a name of ${names}`],
  ['attempts = 0', 'attempts is 0, a number; write a whole number from 1 to 100, as in attempts = 2'],
  ['attempts = 1.5', 'attempts is 1.5, a number; write a whole number from 1 to 100, as in attempts = 2'],
  ['attempts = "2"', 'attempts is "2"; write a whole number from 1 to 100, as in attempts = 2'],
  ['retry-on = "all"', 'retry-on is "all"; write "infrastructure" or "any", as in retry-on = "infrastructure"'],
  [
    'timeout = 90',
    'timeout is 90, a number; write a whole number of seconds, minutes or hours such as "90s", "30m" or "6h", at most "596h", as in timeout = "30m"',
  ],
  [
    'timeout = "90"',
    'timeout is "90"; write a whole number of seconds, minutes or hours such as "90s", "30m" or "6h", at most "596h", as in timeout = "30m"',
  ],
  [
    'timeout = "597h"',
    'timeout is "597h"; write a whole number of seconds, minutes or hours such as "90s", "30m" or "6h", at most "596h", as in timeout = "30m"',
  ],
  ['max-parallel = 0', 'max-parallel is 0, a number; write a whole number from 1 to 1000, as in max-parallel = 4'],
  ['on-failure = "stop"', 'on-failure is "stop"; write "keep-going" or "fail-fast", as in on-failure = "keep-going"'],
  ['owner = "a/b"', `owner is "a/b"; write ${names}, as in owner = "your-organisation"`],
])('the setting %s', async (line, sentence) => {
  expect(await said(slipway(line))).toBe(`versions.toml:4: slipway.${sentence}`);
});

test.each([
  ['owner = "us"', 'owner is in the wrong table; move it to [slipway]'],
  ['pth = "x"', `pth is no key of this table; did you mean path? (${componentKeys})`],
  [
    'repository = "--upload-pack=x"',
    'repository is "--upload-pack=x"; write owner/name, or an address or path that git clones, as in repository = "your-organisation/app"',
  ],
  ['path = ""', 'path is empty; write the path of a git checkout, as in path = "../app"'],
  [
    'ref = "-x"',
    'ref is "-x"; write a name that git accepts for a tag or branch (no spaces, no "..", none of ~ ^ : ? * [ \\, no "-" in front), as in ref = "main"',
  ],
])('the setting %s of a component', async (line, sentence) => {
  expect(await said(slipway('[slipway.components.app]', line))).toBe(
    `versions.toml:5: slipway.components.app.${sentence}`,
  );
});

test('settings of a component that is not in the set', async () => {
  expect(
    await refusedAs(slipway('[slipway.components.ap]', '[slipway.components.other]', '[slipway.components.__proto__]')),
  ).toEqual([
    'versions.toml:4: slipway.components.ap has settings, but is no component of the set; did you mean app?',
    'versions.toml:5: slipway.components.other has settings, but is no component of the set; add it to [versions], or do not name it',
    `versions.toml:6: slipway.components.__proto__ is no name of a component; write a name of ${names}`,
  ]);
});

test('a table that is none', async () => {
  expect(await said(`${head}\nversions = 1\nslipway = []`)).toBe(
    [
      'versions.toml:2: versions is 1, a number; write [versions] and below it a line for each component, as in app = "1.2.3"',
      'versions.toml:3: slipway is an empty array; write a table, as in slipway = { build = ["make"], artifacts = ["dist/*"] }',
    ].join('\n'),
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
