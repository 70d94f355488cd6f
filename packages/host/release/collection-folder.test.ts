import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Artifact, digestOf, hexOf, renderChecksums } from '@slipway/domain';
import { type FileArtifactStore, artifactStore } from '../artifacts/artifact-store.js';
import { collectionFolder } from './collection-folder.js';

let folder: string;
let store: FileArtifactStore;
let artifacts: readonly Artifact[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-collection-'));
  store = artifactStore(join(folder, 'store'));
  mkdirSync(join(folder, 'build', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'build', 'bin', 'tool'), 'tool');
  writeFileSync(join(folder, 'build', 'lib'), 'lib');
  artifacts = await store.add(join(folder, 'build'), ['bin/tool', 'lib']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const out = () => join(folder, 'out');
const open = () => collectionFolder(out(), store);
const files = () => artifacts.map(({ path, size, digest }) => ({ name: `core/${path}`, size, digest }));
const sums = () => renderChecksums(files());
const wanted = () => [...files(), { name: 'SHA256SUMS', size: sums().length, digest: digestOf(sums()) }];
const fill = (existing: 'refuse' | 'replace' = 'refuse') =>
  open().make([{ component: 'core', artifacts, binaries: ['tool'] }], sums(), existing);

test('what is collected has its paths, its modes and its checksums, and is equal afterwards', async () => {
  expect(await open().compare(wanted())).toBe('free');

  await fill();

  expect(readFileSync(join(out(), 'core/bin/tool'), 'utf8')).toBe('tool');
  expect(['core/bin/tool', 'core/lib'].map((path) => statSync(join(out(), path)).mode & 0o777)).toEqual([0o755, 0o644]);
  expect(readFileSync(join(out(), 'SHA256SUMS'), 'utf8')).toBe(sums());
  expect(await open().compare(wanted())).toBe('equal');
  expect(readdirSync(folder).toSorted()).toEqual(['build', 'out', 'store']);
});

test('an empty folder is free, and so is what a link to one leads to', async () => {
  mkdirSync(join(folder, 'empty'));
  symlinkSync('empty', out());

  expect(await open().compare(wanted())).toBe('free');
  await fill();

  expect(readFileSync(join(folder, 'empty/core/lib'), 'utf8')).toBe('lib');
});

test.each([
  ['one file more', 'core/more', 'x'],
  ['a changed file', 'core/lib', 'bil'],
  ['other checksums', 'SHA256SUMS', ''],
])('%s makes it another folder, which is only moved aside', async (_, path, text) => {
  await fill();
  writeFileSync(join(out(), path), text);

  expect(await open().compare(wanted())).toBe('other');
  await expect(fill()).rejects.toThrow('something else stands there by now');
  expect(await fill('replace')).toBe(`${out()}.replaced-1`);
  expect(await open().compare(wanted())).toBe('equal');
  expect(readFileSync(join(`${out()}.replaced-1`, path), 'utf8')).toBe(text);
});

test('one file less, and a link instead of a file, make it another folder', async () => {
  await fill();
  rmSync(join(out(), 'core/lib'));
  expect(await open().compare(wanted())).toBe('other');

  symlinkSync('bin/tool', join(out(), 'core/lib'));
  expect(await open().compare(wanted())).toBe('other');
});

test('an artifact that is damaged in the store is not collected, and nothing is left of the attempt', async () => {
  const { digest } = artifacts[0] ?? { digest: digestOf('') };
  const hex = hexOf(digest);
  rmSync(join(folder, 'store/sha256', hex.slice(0, 2), hex.slice(2)));

  await expect(fill()).rejects.toThrow('the artifact bin/tool is not in the store');
  expect(readdirSync(folder).toSorted()).toEqual(['build', 'store']);
});

test('where nothing can be made, what is there stays in its place', async () => {
  mkdirSync(out());
  writeFileSync(join(out(), 'mine'), '');
  rmSync(join(folder, 'store'), { recursive: true });

  await expect(fill('replace')).rejects.toThrow('is not in the store');
  expect(readdirSync(out())).toEqual(['mine']);
});

test('a file in the place of the folder, or of one above it, is told', async () => {
  writeFileSync(out(), '');

  await expect(open().compare(wanted())).rejects.toThrow('a file stands where a folder is needed');
  await expect(collectionFolder(join(out(), 'below'), store).compare(wanted())).rejects.toThrow(
    'a file stands where a folder is needed',
  );
});

test('a component whose name would leave the folder is refused', async () => {
  await expect(open().make([{ component: '..', artifacts, binaries: [] }], '', 'refuse')).rejects.toThrow('is refused');
});
