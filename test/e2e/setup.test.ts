import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './a-set.js';
import { aFolder, slipway } from './slipway.js';

const manifest = (more = '') => `[release_set]
id = "set-1"
[versions]
app = "1.0.0"
lib = "1.0.0"
[slipway]
build = ["sh", "-c", "mkdir out && cp text out"]
artifacts = ["out/*"]
tools = { git = "*" }
[slipway.components]
app = { path = "set/app", repository = "./origins/app" }
lib = { path = "set/lib", repository = "./origins/lib" }
${more}`;

/** A manifest whose two components have repositories, and no checkout yet. */
function aFreshSet(): string {
  const folder = aFolder();
  for (const name of ['app', 'lib']) {
    const origin = join(folder, 'origins', name);
    mkdirSync(origin, { recursive: true });
    git(origin, 'init', '--quiet', '--initial-branch=main');
    commit(origin, 'first');
    git(origin, 'tag', 'v1.0.0');
  }
  writeFileSync(join(folder, 'versions.toml'), manifest());
  return folder;
}

function commit(origin: string, text: string): void {
  writeFileSync(join(origin, 'text'), `${text}\n`);
  git(origin, 'add', 'text');
  git(origin, 'commit', '--quiet', `--message=${text}`);
}

const setup = (folder: string, ...args: readonly string[]) => slipway(['chain', 'setup', ...args], { folder });

test('what is missing is cloned, once; the set can be built then', async () => {
  const folder = aFreshSet();

  const before = await slipway(['chain', 'build'], { folder });
  const first = await setup(folder);
  const second = await setup(folder);
  const after = await slipway(['chain', 'build'], { folder });

  expect(before).toMatchObject({ code: 2, err: expect.stringContaining('clone it with "slipway chain setup"') });
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain(`cloned: ${folder}/set/app (./origins/app)\ncloned: ${folder}/set/lib (./origins/lib)\n`);
  expect(first.out).toMatch(/there: git \(\d+\.\d+.*\)\nnothing is missing\n$/);
  expect(second.out).toContain(`up to date: ${folder}/set/app\nup to date: ${folder}/set/lib\n`);
  expect(after.code).toBe(0);
});

test('checkouts move forward, but for those with work that is not committed, which keep all of it', async () => {
  const folder = aFreshSet();
  await setup(folder);
  for (const name of ['app', 'lib']) commit(join(folder, 'origins', name), 'second');
  writeFileSync(join(folder, 'set/lib/text'), 'mine\n');
  writeFileSync(join(folder, 'set/lib/new'), 'new\n');

  const { code, out } = await setup(folder);
  const text = (name: string) => readFileSync(join(folder, 'set', name), 'utf8');

  expect(code).toBe(0);
  expect(out).toContain(`updated: ${folder}/set/app (main, commits forward: 1)\n`);
  expect(out).toContain(`left as it is: ${folder}/set/lib (files changed and not committed: 1)\n`);
  expect([text('app/text'), text('lib/text'), text('lib/new')]).toEqual(['second\n', 'mine\n', 'new\n']);
});

test('all that is missing is told at once, and ends with 1', async () => {
  const folder = aFreshSet();
  const more = '[slipway.components.tool]\npath = "set/tool"\ntools = { no-such-tool = ">=2", git = ">=99" }\n';
  writeFileSync(
    join(folder, 'versions.toml'),
    manifest(more).replace('lib = "1.0.0"', 'lib = "1.0.0"\ntool = "1.0.0"'),
  );

  const { code, out, err } = await setup(folder, '--json');
  const report = JSON.parse(out);

  expect(code).toBe(1);
  expect(report).toMatchObject({
    schema: 1,
    outcome: 'lacking',
    set: 'set-1',
    checkouts: [{}, {}, { status: 'failed' }],
  });
  expect(report.findings.map(({ where }: { where: string }) => where)).toEqual([
    `tool (${folder}/set/tool)`,
    'tools of tool',
    'tools of tool',
  ]);
  expect(err).toContain('install no-such-tool >=2, as its documentation tells');
  expect(existsSync(join(folder, 'set/app/text'))).toBe(true);
});
