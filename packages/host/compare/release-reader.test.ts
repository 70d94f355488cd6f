import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '@slipway/domain';
import { releaseReader } from './release-reader.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-reader-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (path: string) => releaseReader(folder).read(path);

test('of a release folder the assets are read, of any other folder all that is below it', async () => {
  write('release/assets/a', 'a');
  write('release/assets/SHA256SUMS', 'sums');
  write('release/release.json', '{}');
  write('other/x/b', 'b');
  const a = { name: 'a', size: 1, digest: digestOf('a') };

  expect(await read('release')).toEqual({
    kind: 'folder',
    root: join(folder, 'release/assets'),
    files: [a],
    checksums: 'sums',
  });
  expect(await read('release/assets')).toEqual(await read('release'));
  expect(await read('other')).toEqual({
    kind: 'folder',
    root: join(folder, 'other'),
    files: [{ name: 'x/b', size: 1, digest: digestOf('b') }],
    checksums: null,
  });
});

test('a file is read as text', async () => {
  write('SHA256SUMS', 'text');

  expect(await read('SHA256SUMS')).toEqual({ kind: 'text', text: 'text' });
  expect(await read(join(folder, 'SHA256SUMS'))).toEqual({ kind: 'text', text: 'text' });
});

test('what cannot be a release is refused by its path', async () => {
  write('large', '');
  truncateSync(join(folder, 'large'), 100 * 1024 * 1024);
  write('linked/a', 'a');
  symlinkSync('/dev/zero', join(folder, 'linked', 'zeroes'));

  await expect(read('nothing')).rejects.toThrow('nothing: nothing is there; give a release folder');
  await expect(read('large/below')).rejects.toThrow('large/below: nothing is there');
  await expect(read('large')).rejects.toThrow('large: is neither a folder nor a list of files');
  await expect(read('linked')).rejects.toThrow('linked: "zeroes" is neither a file nor a folder');
});

test('an archive of a folder is opened, another file is not', async () => {
  write('a.tar', '');
  write('a.txt', '');
  const reader = releaseReader(folder);

  expect(await reader.open(folder, 'a.tar')).toEqual({ status: 'read', entries: [] });
  expect(await reader.open(folder, 'a.txt')).toBeNull();
});
