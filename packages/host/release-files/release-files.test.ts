import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { digestOf, ReleaseError } from '@slipway/domain';
import type { ChosenFiles } from '@slipway/operations/ports';
import { everything } from './patterns.js';
import { type FilesEvent, releaseFiles } from './release-files.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array = path, mode = 0o644): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
  return file;
}

const choose = (...patterns: readonly string[]): Promise<ChosenFiles> => releaseFiles({ root, patterns }).choose();

const pathsOf = async (...patterns: readonly string[]) => (await choose(...patterns)).files.map(({ path }) => path);

async function refusalOf(...patterns: readonly string[]): Promise<readonly string[]> {
  const error: unknown = await choose(...patterns).catch((thrown: unknown) => thrown);
  if (!(error instanceof ReleaseError)) throw new Error('nothing was refused');
  return error.findings.map(({ where, what }) => `${where.replace(root, '')}: ${what}`);
}

test('of an empty folder nothing is chosen, and no pattern is blamed that nobody wrote', async () => {
  expect(await choose(...everything)).toEqual({ files: [], findings: [] });
});

test('what patterns choose is hashed, with its mode, sorted by bytes', async () => {
  write('dist/b.zip', 'b');
  write('dist/a b.txt', 'a');
  write('dist/Z', 'z', 0o755);
  write('other/c.zip');

  const { files, findings } = await choose('dist/*');

  expect(files).toEqual([
    { path: 'dist/Z', file: join(root, 'dist/Z'), mode: 0o755, size: 1, digest: digestOf('z') },
    { path: 'dist/a b.txt', file: join(root, 'dist/a b.txt'), mode: 0o644, size: 1, digest: digestOf('a') },
    { path: 'dist/b.zip', file: join(root, 'dist/b.zip'), mode: 0o644, size: 1, digest: digestOf('b') },
  ]);
  expect(findings).toEqual([]);
});

test.each([
  [['*.txt'], ['a.txt']],
  [['**/*.txt'], ['a.txt', 'd/b.txt', 'd/e/c.txt']],
  [['d'], ['d/b.txt', 'd/e/c.txt']],
  [['./d/'], ['d/b.txt', 'd/e/c.txt']],
  [['d/*'], ['d/b.txt']],
  [
    ['**', '!d'],
    ['.hidden', 'a.txt'],
  ],
  [
    ['**', '!**/*.txt'],
    ['.hidden', 'd/.h/x'],
  ],
  [
    ['!d/e', '**/*.txt'],
    ['a.txt', 'd/b.txt'],
  ],
  [['# a comment', '', ' a.txt '], ['a.txt']],
  [['d/.h/*'], ['d/.h/x']],
  [['{a.txt,d/b.txt}'], ['a.txt', 'd/b.txt']],
  [everything, ['.hidden', 'a.txt', 'd/.h/x', 'd/b.txt', 'd/e/c.txt']],
])('%j chooses %j', async (patterns, expected) => {
  for (const path of ['a.txt', '.hidden', 'd/b.txt', 'd/e/c.txt', 'd/.h/x']) write(path);

  expect(await pathsOf(...patterns)).toEqual(expected);
});

test('a pattern that matches nothing is told, and a path that is not there is an error', async () => {
  write('a');

  expect((await choose('a', '*.zip')).findings).toMatchObject([
    { severity: 'warning', what: 'the pattern "*.zip" matches no file' },
  ]);
  expect(await refusalOf('a', 'b', '*.zip')).toEqual([
    'files: "b" is not there',
    'files: the pattern "*.zip" matches no file',
  ]);
});

test.each(['../x', '/etc/passwd', 'a/../../x', '!../x', 'x'.repeat(501)])('%s is refused', async (pattern) => {
  expect(await refusalOf(pattern)).toHaveLength(1);
});

test('a link is followed within the root, and refused out of it, all of them at once', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'slipway-outside-'));
  writeFileSync(join(outside, 'secret'), 'secret');
  write('real', 'content');
  mkdirSync(join(root, 'folder'));
  symlinkSync('real', join(root, 'inner'));
  symlinkSync('folder', join(root, 'to-folder'));

  const { files, findings } = await choose('**');
  expect(files.map(({ path, digest }) => [path, digest])).toEqual([
    ['inner', digestOf('content')],
    ['real', digestOf('content')],
  ]);
  expect(findings).toMatchObject([{ severity: 'warning', where: join(root, 'to-folder') }]);

  symlinkSync(join(outside, 'secret'), join(root, 'outer'));
  symlinkSync(outside, join(root, 'outer-folder'));
  symlinkSync('nowhere', join(root, 'dangling'));
  expect((await refusalOf('**')).toSorted()).toEqual([
    '/dangling: the link leads nowhere',
    '/outer-folder: the link leads out of the root',
    '/outer: the link leads out of the root',
    '/to-folder: it is no file, so that it is left out',
  ]);
  expect(await refusalOf('outer-folder/secret')).toEqual(['/outer-folder/secret: the link leads out of the root']);
  expect(await pathsOf('**', '!outer*', '!dangling')).toEqual(['inner', 'real']);
  rmSync(outside, { recursive: true });
});

const secrets = ['.env', '.ENV.local', 'a/server.key', 'a/id_rsa', '.ssh/config', '.npmrc', '.aws/credentials'];

test.each(secrets)('%s is left out and told, unless it is named', async (path) => {
  write(path);
  write('a/plain');

  const { files, findings } = await choose('**');
  expect(files.map((file) => file.path)).toEqual(['a/plain']);
  expect(findings).toMatchObject([{ severity: 'warning', where: join(root, path) }]);

  const named = await choose('**', path);
  expect(named.files.map((file) => file.path)).toContain(path);
  expect(named.findings).toMatchObject([{ severity: 'notice', where: join(root, path) }]);
});

test.each(['.env.example', 'environment', 'keys.txt', 'id_rsa.pub', 'turkey'])('%s holds no secret', async (path) => {
  write(path);

  expect(await pathsOf('**')).toEqual([path]);
});

test("git's own files are never looked for, and taken only by name", async () => {
  write('.git/config');
  write('sub/.git/config');
  write('a');

  expect(await pathsOf('**')).toEqual(['a']);
  expect(await pathsOf('.git/config')).toEqual(['.git/config']);
});

test('a file that is written to, or changed for another, after it was hashed is known as such', async () => {
  const [a, b] = [write('a'), write('b')];
  const files = releaseFiles({ root, patterns: ['*'] });
  const chosen = (await files.choose()).files.map(({ path, file, ...rest }) => ({ ...rest, name: path, path: file }));
  const unchanged = () => Promise.all(chosen.map((file) => files.isUnchanged(file)));
  expect(await unchanged()).toEqual([true, true]);

  appendFileSync(a, 'x');
  copyFileSync(b, `${b}.new`);
  renameSync(`${b}.new`, b);

  expect(await unchanged()).toEqual([false, false]);
});

test('an archive of files that changed is refused', async () => {
  const file = write('a');
  const files = releaseFiles({ root, patterns: ['*'] });
  const chosen = await files.choose();
  appendFileSync(file, 'x');

  await expect(files.archive('x.zip', chosen.files, 0)).rejects.toThrow('the file changed after it was hashed');
  await files.discard();
});

test('an archive of a file that is gone is refused', async () => {
  const file = write('a');
  const files = releaseFiles({ root, patterns: ['*'] });
  const chosen = await files.choose();
  rmSync(file);

  await expect(files.archive('x.zip', chosen.files, 0)).rejects.toThrow('the file changed after it was hashed');
  await files.discard();
});

test('a name that tells no format of an archive is refused before a file is read', async () => {
  write('a');
  const told: FilesEvent[] = [];
  const files = releaseFiles({ root, patterns: ['*'], told: (event) => told.push(event) });

  await expect(files.choose('x.rar')).rejects.toThrow('this is no name for an archive');

  expect(told).toEqual([]);
});
