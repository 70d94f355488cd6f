import { refusedAs, valid } from './builders.js';
import { parseManifest } from './parse.js';

/** The users' own file: two chains, the `develop` trap, modules. */
const real = `# A release set
[release_set]
id = "set-2025-01A"

[versions]
blvm-consensus = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "3f1c9a7e5b2d4860c1a9e8f7d6b5a43210fedcba" }
blvm-protocol = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "", requires = ["blvm-consensus=0.1.0"] }
blvm-node = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "", requires = ["blvm-protocol=0.1.0", "blvm-consensus=0.1.0"] }
blvm = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "", requires = ["blvm-node=0.1.0"], binaries = ["blvm"] }
blvm-sdk = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "", binaries = ["blvm-keygen", "blvm-sign"] }
governance-app = { version = "0.1.0", git_tag = "v0.1.0", git_commit = "", requires = ["blvm-sdk=0.1.0"] }

[versions.develop] # no repository
version = ""
based_on_stable = ""

[versions.develop.dependencies]
blvm-consensus = ""

[metadata]
last_updated = "2025-01-15"

[modules]
blvm-zmq = { min_version = ">=0.1", git_tag = "", binaries = ["blvm-zmq"] }
`;

const withSettings = (settings: string): string => `
release_set.id = "one"
versions = { app = "1.0.0", tool = "1.0.0" }
${settings}`;

test('the file of the users is a set of six, and its develop a notice with a line', async () => {
  const { manifest, notices } = await valid(real);

  expect(manifest.set).toBe('set-2025-01A');
  expect(manifest.components.map(({ name }) => name)).toEqual([
    'blvm',
    'blvm-consensus',
    'blvm-node',
    'blvm-protocol',
    'blvm-sdk',
    'governance-app',
  ]);
  expect(manifest.components[2]).toEqual({
    name: 'blvm-node',
    version: '0.1.0',
    tag: 'v0.1.0',
    requires: [
      { name: 'blvm-consensus', range: '=0.1.0' },
      { name: 'blvm-protocol', range: '=0.1.0' },
    ],
    binaries: [],
    lacks: ['build', 'artifacts', 'repository'],
  });
  expect(manifest.components[1]?.commit).toBe('3f1c9a7e5b2d4860c1a9e8f7d6b5a43210fedcba');
  expect(notices).toEqual([
    {
      code: 'bad-input',
      severity: 'notice',
      what: 'versions.develop has no version, so it is no component',
      where: 'versions.toml:13',
      remedy: 'give it a version if it should be one',
    },
  ]);
});

test('a byte order mark and Windows line ends change nothing', async () => {
  expect(await valid(`\uFEFF${real.replaceAll('\n', '\r\n')}`)).toEqual(await valid(real));
});

test('a notice has its line too where its table has no header, or a text looks like one', async () => {
  const inline = await valid('release_set.id = "one"\n[versions]\napp = "1.0.0"\ndevelop = {}');
  const lookalike = await valid(
    'release_set.id = "one"\nnote = """\n[versions.develop]\n"""\n[versions]\napp = "1.0.0"\n[versions.develop]\n',
  );

  expect(inline.notices.map(({ where }) => where)).toEqual(['versions.toml:4']);
  expect(lookalike.notices.map(({ where }) => where)).toEqual(['versions.toml:7']);
});

test('a plain string is a version; a tag is v<version> where it is empty or absent', async () => {
  const { manifest } = await valid(
    'release_set.id = "one"\n[versions]\na = "1.0.0-rc.1"\nb = { version = "2.0.0", git_tag = "" }',
  );

  expect(manifest.components.map(({ tag }) => tag)).toEqual(['v1.0.0-rc.1', 'v2.0.0']);
});

test('requirements may have any range, and two on one component become one', async () => {
  const { manifest } = await valid(`release_set.id = "one"
[versions]
lib = "1.4.0"
app = { version = "1.0.0", requires = ["lib >=1", "lib<2", "tool"] }
tool = { version = "1.0.0", requires = ["lib^1.2"] }`);

  expect(manifest.components[0]?.requires).toEqual([
    { name: 'lib', range: '>=1.0.0-0 <2.0.0-0' },
    { name: 'tool', range: '*' },
  ]);
});

test('names of the language are good names', async () => {
  const { manifest } = await valid(`release_set.id = "toString"
[versions]
constructor = "1.0.0"
hasOwnProperty = { version = "1.0.0", requires = ["constructor"] }
[slipway]
build = ["make"]
artifacts = ["a"]
owner = "us"
[slipway.components.hasOwnProperty]
build = ["true"]`);

  expect(manifest.components.map(({ build }) => build?.command)).toEqual([['make'], ['true']]);
});

test('settings are those of the component, else of the set, else ours; env and tools are added up', async () => {
  const { manifest } = await valid(
    withSettings(`
[slipway]
owner = "us"
build = ["make", "{manifest-dir}/x"]
artifacts = ["dist/*"]
env = { B = "set", A = "set" }
tools = { node = ">=20" }
pass-env = ["NPM_TOKEN"]
max-parallel = 3
on-failure = "fail-fast"
timeout = "90s"
[slipway.components.tool]
build = ["true"]
artifacts = ["bin/tool", "!bin/*.map"]
env = { B = "own", C = "own" }
tools = { make = "*" }
pass-env = []
attempts = 5
retry-on = "any"
timeout = "2h"
repository = "https://git.example/them/tool.git"
path = "../tool"
ref = "main"`),
  );

  expect(manifest).toMatchObject({ maxParallel: 3, onFailure: 'fail-fast' });
  expect(manifest.components.map(({ build }) => build)).toEqual([
    {
      command: ['make', '{manifest-dir}/x'],
      artifacts: ['dist/*'],
      env: { A: 'set', B: 'set' },
      passEnv: ['NPM_TOKEN'],
      tools: { node: '>=20' },
      attempts: 2,
      retryOn: 'infrastructure',
      timeout: 90_000,
      repository: 'us/app',
    },
    {
      command: ['true'],
      artifacts: ['bin/tool', '!bin/*.map'],
      env: { A: 'set', B: 'own', C: 'own' },
      passEnv: [],
      tools: { make: '*', node: '>=20' },
      attempts: 5,
      retryOn: 'any',
      timeout: 7_200_000,
      repository: 'https://git.example/them/tool.git',
      path: '../tool',
      ref: 'main',
    },
  ]);
});

test('without settings: keep going, six hours, and as much at a time as whoever builds decides', async () => {
  const { manifest } = await valid(withSettings('[slipway]\nbuild = ["make"]\nartifacts = ["a"]'));

  expect(manifest.onFailure).toBe('keep-going');
  expect(manifest).not.toHaveProperty('maxParallel');
  expect(manifest.components[0]).toMatchObject({ lacks: ['repository'], build: { timeout: 21_600_000 } });
  expect(manifest.components[0]?.build).not.toHaveProperty('repository');
});

test('unknown keys outside our tables are theirs, numbers too big for us included', async () => {
  const { manifest } = await valid(
    withSettings('theirs = { id = 12345678901234567890, at = 2025-01-15T10:00:00Z }\n[metadata]\nx = [[1], ["2"]]'),
  );

  expect(manifest.components).toHaveLength(2);
});

test.each([
  ['a = 1\r\nb == 2\r\nc = = 3', '2:4: this is no TOML: invalid value; correct the line "b == 2"'],
  ['[release_set]\nid = "x', `2:6: this is no TOML: unfinished string; correct the line 'id = "x'`],
  [
    '[slipway]\nattempts = 1\nattempts = 2',
    '3:1: this is no TOML: trying to redefine an already defined table or value; correct the line "attempts = 2"',
  ],
  ['a = [1,\n', '2:1: this is no TOML: invalid value; the file ends too early: complete what was begun'],
])('of errors of syntax the first is told, with line and column: %j', async (text, sentence) => {
  expect(await refusedAs(text)).toEqual([`versions.toml:${sentence}`]);
});

test('messages call the file what its reader calls it', async () => {
  const parsed = await parseManifest('', '../mine/set.toml');

  expect(parsed).toMatchObject({ status: 'invalid', findings: [{ where: '../mine/set.toml:1' }, {}] });
});
