import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git, logsOf } from './a-set.js';
import { aFolder, slipway } from './slipway.js';

const manifest = `[release_set]
id = "set-1"
[versions]
app = { version = "1.0.0", requires = ["lib"] }
lib = "1.0.0"
[slipway]
build = ["sh", "-c", "mkdir out && cp text out && cat ../shared >> out/text"]
artifacts = ["out/*"]
[slipway.components]
app = { path = "mono/app", ref = "main" }
lib = { path = "mono/lib", ref = "main" }
`;

const build = (folder: string, ...args: readonly string[]) => slipway(['chain', 'build', ...args], { folder });
const recordIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'release/set-1/release.json'), 'utf8'));

function commit(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=change');
  return git(folder, 'rev-parse', 'HEAD');
}

/** Two components in folders of one repository. */
function aMonorepo(): string {
  const folder = aFolder();
  mkdirSync(join(folder, 'mono'));
  git(join(folder, 'mono'), 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'versions.toml'), manifest);
  return folder;
}

test('folders of one repository are components; a commit elsewhere in it builds nothing again', async () => {
  const folder = aMonorepo();
  const mono = join(folder, 'mono');
  const first = commit(mono, { 'app/text': 'app\n', 'lib/text': 'lib\n', shared: 'shared\n' });
  const one = await build(folder);
  const released = recordIn(folder);
  const elsewhere = commit(mono, { 'other/text': 'other\n' });
  const two = await build(folder);
  commit(mono, { 'app/text': 'new\n' });
  const three = await build(folder, '--replace');

  expect([one.code, two.code, three.code]).toEqual([0, 0, 0]);
  expect(released).toMatchObject({
    dirty: false,
    components: [
      { name: 'app', commit: first, folder: 'app', dirty: false },
      { name: 'lib', commit: first, folder: 'lib' },
    ],
  });
  expect(two.out).toContain('already released');
  expect(two.out).toMatch(new RegExp(`^app +1\\.0\\.0 +${elsewhere.slice(0, 12)} +reused`, 'm'));
  expect(logsOf(folder, 'set-1.2')).toEqual([]);
  expect(logsOf(folder, 'set-1.3')).toEqual(['app.1.log']);
});

test('a folder in no repository is built from a copy, marked, and built again each time', async () => {
  const folder = aFolder();
  for (const name of ['mono/app', 'mono/lib', 'mono/lib/.slipway']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['app/text', 'lib/text', 'shared']) writeFileSync(join(folder, 'mono', name), `${name}\n`);
  const copied = manifest.replace(
    'mkdir out && cp text out && cat ../shared >> out/text',
    'mkdir out && ls -A > out/list',
  );
  writeFileSync(join(folder, 'versions.toml'), copied);

  const first = await build(folder);
  const second = await build(folder, '--replace');

  expect([first.code, second.code]).toEqual([0, 0]);
  expect(first.out).toMatch(/^app +1\.0\.0 +no git +succeeded/m);
  expect(second.out).toMatch(/^app +1\.0\.0 +no git +succeeded/m);
  expect(recordIn(folder)).toMatchObject({
    dirty: true,
    components: [
      { name: 'app', commit: null, dirty: true, reused: false },
      { commit: null, dirty: true },
    ],
  });
  expect(logsOf(folder, 'set-1.2')).toEqual(['app.1.log', 'lib.1.log']);
});
