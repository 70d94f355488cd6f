import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSmallSet, logsOf, manifestOf } from './a-set.js';
import { aFolder, nodes, slipway } from './slipway.js';

const plan = (folder: string, ...args: readonly string[]) => slipway(['chain', 'plan', ...args], { folder });

/** A folder with a manifest of this text. */
function aManifest(text: string | Uint8Array): string {
  const folder = aFolder();
  writeFileSync(join(folder, 'versions.toml'), text);
  return folder;
}

const minimal = '[release_set]\nid = "set-1"\n[versions]\n';

test.each([
  ['no manifest', null, 'error: versions.toml: there is no such file; '],
  ['no TOML', '[release_set]\nid = \n', 'error: versions.toml:2:6: '],
  ['no text', Uint8Array.of(0xff, 0xfe), 'error: versions.toml: is not UTF-8 text; '],
  ['a name that is a path', `${minimal}"../x" = "1.0.0"\n`, '../x'],
  ['a name of the language', `${minimal}__proto__ = "1.0.0"\n`, '__proto__'],
  ['a name of 10,000 characters', `${minimal}${'x'.repeat(10_000)} = "1.0.0"\n`, '(10000 characters)'],
  ['a misspelt key', `${minimal}a = "1.0.0"\n[slipway]\natempts = 2\n`, 'did you mean attempts'],
  ['a requirement outside the set', `${minimal}a = { version = "1.0.0", requires = ["b"] }\n`, 'versions.toml:4'],
  ['a circle', manifestOf({ a: { requires: ['b'] }, b: { requires: ['a'] } }), 'a → b → a'],
])('%s is bad input', async (_, text, message) => {
  const folder = text === null ? aFolder() : aManifest(text);

  const { code, out, err } = await plan(folder);

  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err).toMatch(/^error: [^\n]+: [^\n]+; [^\n]+\n/);
});

test('a folder is no manifest', async () => {
  const folder = aFolder();
  mkdirSync(join(folder, 'versions.toml'));

  expect(await plan(folder)).toMatchObject({ code: 2, err: expect.stringContaining('versions.toml: is a folder') });
});

test('all that is wrong is told at once, each on a line of its own', async () => {
  const folder = aManifest(`${minimal}a = { version = "1", requires = ["b", "c"] }\n"d e" = "1.0.0"\n`);

  const { err } = await plan(folder);

  expect(err.trimEnd().split('\n').length).toBeGreaterThanOrEqual(4);
  expect(
    err
      .trimEnd()
      .split('\n')
      .every((line) => line.startsWith('error: versions.toml:')),
  ).toBe(true);
});

test('names that are not in the set are told with what was probably meant', async () => {
  const { code, err } = await plan(aSmallSet(), '--only', 'ap,core', '--skip', 'toool');

  expect(code).toBe(2);
  expect(err).toContain('error: --only: the release set has no component ap; did you mean app?');
  expect(err).toContain('error: --skip: the release set has no component toool; did you mean tool?');
});

test('a manifest without [slipway] can be planned; building it prints the lines to add', async () => {
  const folder = aManifest(`${minimal}a = "1.0.0"\n`);

  const planned = await plan(folder);
  const built = await slipway(['chain', 'build'], { folder });

  expect(planned.code).toBe(0);
  expect(built.code).toBe(2);
  expect(built.err).toMatch(/^ {2}\[slipway\]\n {2}build = \[.*\]\n {2}artifacts = \[.*\]\n {2}owner = ".*"\n/m);
});

test('a terminal is safe from what a manifest says', async () => {
  const { err } = await plan(aManifest(`${minimal}"\\u001b[2Ja\\u009b2J" = "1.0.0"\n`));

  expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(err).toContain('error: ');
});

test.each([
  ['out', nodes[24]],
  ['out/below', nodes[24]],
  ['out', nodes[20]],
])(
  'a release folder that cannot come to be is told before anything is built: %s, on either Node',
  async (out, node) => {
    const folder = aSmallSet();
    writeFileSync(join(folder, 'out'), '');

    const { code, err } = await slipway(['chain', 'build', '--out', out], { folder, node });

    expect(code).toBe(1);
    expect(err).toBe('error: out: a file stands where a folder is needed; move the file away\n');
    expect(logsOf(folder, 'set-1.1')).toEqual([]);
  },
);

test('after another release folder was refused, what to type next is not refused again', async () => {
  const folder = aSmallSet();
  await slipway(['chain', 'build'], { folder });
  writeFileSync(join(folder, 'release/set-1/assets/SHA256SUMS'), '');

  const { code, out, err } = await slipway(['chain', 'build'], { folder });
  const status = await slipway(['chain', 'status'], { folder });

  expect(code).toBe(1);
  expect(err).toMatch(/^error: release\/set-1: a release folder with other checksums is there already; /);
  for (const text of [out, status.out]) {
    expect(text).toMatch(/chain retry --replace$/m);
    expect(text).toMatch(/chain retry --out release-2$/m);
  }
  expect(await slipway(['chain', 'retry', '--out', 'release-2'], { folder })).toMatchObject({ code: 0 });
  expect(await slipway(['chain', 'build', '--replace'], { folder })).toMatchObject({ code: 0 });
});

test('the plan is printed as a table, as JSON and as a picture', async () => {
  const folder = aSmallSet();

  const table = await plan(folder);
  const json = await plan(folder, '--format', 'json');
  const short = await plan(folder, '--json', '--only', 'app');
  const picture = await plan(folder, '--format', 'mermaid');

  expect(table.out).toMatch(/^ {4}2 {2}app +1\.0\.0 +core$/m);
  expect(JSON.parse(json.out)).toMatchObject({ levels: [['core', 'tool'], ['app']], criticalPath: ['core', 'app'] });
  expect(JSON.parse(short.out)).toMatchObject({ levels: [['core'], ['app']], partial: true });
  expect(picture.out).toMatch(/^flowchart LR\n/);
});
