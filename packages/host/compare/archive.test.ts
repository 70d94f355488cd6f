import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf } from '@slipway/domain';
import type { ArchiveEntry } from '@slipway/operations/ports';
import { archiveReader } from './archive.js';

const second = 1_700_000_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-compare-'));
  mkdirSync(join(folder, 'in', 'dir'), { recursive: true });
  writeFileSync(join(folder, 'in', 'dir', 'tool'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(folder, 'in', 'ü 日本'), 'text', { mode: 0o644 });
  symlinkSync('dir/tool', join(folder, 'in', 'link'));
  for (const name of ['dir/tool', 'ü 日本', 'dir']) utimesSync(join(folder, 'in', name), second, second);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, {
    cwd: join(folder, 'in'),
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    stdio: 'pipe',
  });

const contents = (name: string) => archiveReader(name)?.(join(folder, name));

async function entriesOf(name: string): Promise<readonly ArchiveEntry[]> {
  const read = await contents(name);
  if (read?.status !== 'read') throw new Error(JSON.stringify(read));
  return read.entries;
}

const names = ['dir', 'ü 日本', 'link'];

test.each([
  ['a.tar', ['-cf']],
  ['a.tar.gz', ['-czf']],
  ['a.tgz', ['--format=ustar', '-czf']],
  ['a.crate', ['--format=posix', '-czf']],
])('%s of tar is read with all that its members have, in its order', async (name, flags) => {
  run('tar', '--owner=me:7', '--group=us:8', '--mtime=@1700000000.25', ...flags, `../${name}`, ...names);

  const entries = await entriesOf(name);

  const time = name === 'a.crate' ? second * 1000 + 250 : second * 1000;
  const shared = { time, owner: '7:8 me:us', target: '' };
  expect(entries).toEqual([
    { ...shared, path: 'dir/', type: 'directory', mode: 0o755, size: 0, digest: digestOf('') },
    { ...shared, path: 'dir/tool', type: 'file', mode: 0o755, size: 10, digest: digestOf('#!/bin/sh\n') },
    { ...shared, path: 'ü 日本', type: 'file', mode: 0o644, size: 4, digest: digestOf('text') },
    { ...shared, path: 'link', type: 'symlink', mode: 0o777, size: 0, digest: digestOf(''), target: 'dir/tool' },
  ]);
});

test.each(['a.zip', 'a.whl'])('%s of zip is read with all that its members have, in its order', async (name) => {
  run('zip', '-q', '-r', '-y', `../${name}`, ...names);

  const entries = await entriesOf(name);

  const shared = { time: second * 1000, owner: '', target: '' };
  expect(entries.map((entry) => (entry.type === 'symlink' ? { ...entry, time: second * 1000 } : entry))).toEqual([
    { ...shared, path: 'dir/', type: 'directory', mode: 0o755, size: 0, digest: digestOf('') },
    { ...shared, path: 'dir/tool', type: 'file', mode: 0o755, size: 10, digest: digestOf('#!/bin/sh\n') },
    { ...shared, path: 'ü 日本', type: 'file', mode: 0o644, size: 4, digest: digestOf('text') },
    { ...shared, path: 'link', type: 'symlink', mode: 0o777, size: 8, digest: digestOf('dir/tool') },
  ]);
});

test("a zip of Python's, which has local times and names in it as they are told", async () => {
  const script = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
  for name in ('b', 'a'):
    info = zipfile.ZipInfo(name, (2023, 11, 14, 22, 13, 20)); info.external_attr = 0o600 << 16
    z.writestr(info, name * 100000)`;
  run('python3', '-c', script, '../p.zip');

  expect(await entriesOf('p.zip')).toMatchObject([
    { path: 'b', mode: 0o600, time: second * 1000, size: 100_000, digest: digestOf('b'.repeat(100_000)) },
    { path: 'a', mode: 0o600, time: second * 1000, size: 100_000, digest: digestOf('a'.repeat(100_000)) },
  ]);
});

test('long names, names beyond ASCII and old formats of tar are read by Python and by us alike', async () => {
  const script = `import io, sys, tarfile
for name, form in (('gnu', tarfile.GNU_FORMAT), ('pax', tarfile.PAX_FORMAT)):
  with tarfile.open(f'../{name}.tar', 'w', format=form) as t:
    for path in ('d/' * 80 + 'file', 'ü' * 120):
      info = tarfile.TarInfo(path); info.size = 1; info.mtime = 1700000000
      t.addfile(info, io.BytesIO(b'x'))`;
  run('python3', '-c', script);

  const [gnu, pax] = await Promise.all(['gnu.tar', 'pax.tar'].map(entriesOf));

  expect(gnu?.map(({ path }) => path)).toEqual([`${'d/'.repeat(80)}file`, 'ü'.repeat(120)]);
  expect(pax).toEqual(gnu);
});

test('an archive without members is read as such', async () => {
  run('tar', '-czf', '../a.tar.gz', '-T', '/dev/null');
  writeFileSync(join(folder, 'a.zip'), Buffer.from(`504b0506${'0'.repeat(36)}`, 'hex'));

  expect(await entriesOf('a.tar.gz')).toEqual([]);
  expect(await entriesOf('a.zip')).toEqual([]);
});

test.each(['a.txt', 'a.gz', 'tar', 'a.tar.xz'])('%s is no archive that can be opened', (name) => {
  expect(archiveReader(name)).toBeNull();
});

const broken: readonly (readonly [string, string, (bytes: Buffer) => Uint8Array])[] = [
  ['a.tar.gz', 'cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['a.tar.gz', 'of noise', (bytes) => bytes.map((byte, at) => (at > 20 ? byte ^ 0x5a : byte))],
  ['a.tar.gz', 'empty', () => Buffer.alloc(0)],
  ['a.tar.gz', 'really text', () => Buffer.from('hello')],
  ['a.tar.gz', 'a gzip of text', () => gzipSync('hello '.repeat(200))],
  ['a.tar', 'cut off', (bytes) => bytes.subarray(0, 700)],
  ['a.tar', 'really text', () => Buffer.alloc(2048, 'hello')],
  ['a.zip', 'cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['a.zip', 'of noise', (bytes) => bytes.map((byte, at) => (at > 60 && at < bytes.length / 2 ? byte ^ 0x5a : byte))],
  ['a.zip', 'empty', () => Buffer.alloc(0)],
];

test.each(broken)('%s that is %s is one finding', async (name, _, spoil) => {
  writeFileSync(join(folder, 'in', 'large'), Buffer.from(Array.from({ length: 50_000 }, (__, at) => (at * at) % 251)));
  if (name.endsWith('.zip')) run('zip', '-q', '-r', `../${name}`, 'large', ...names);
  else run('tar', name.endsWith('.gz') ? '-czf' : '-cf', `../${name}`, 'large', ...names);
  const path = join(folder, name);
  writeFileSync(path, spoil(readFileSync(path)));

  expect(await contents(name)).toMatchObject({
    status: 'unreadable',
    finding: { severity: 'error', where: path, what: expect.stringMatching(/^the archive cannot be read \(.+\)/) },
  });
});

test('a large member passes through without being held', async () => {
  const size = 256 * 1024 * 1024;
  writeFileSync(join(folder, 'in', 'large'), '');
  truncateSync(join(folder, 'in', 'large'), size);
  run('tar', '-cf', '../a.tar', 'large');
  const before = process.memoryUsage().rss;

  const [entry] = await entriesOf('a.tar');

  expect(entry).toMatchObject({ size });
  expect(process.memoryUsage().rss - before).toBeLessThan(size / 2);
}, 60_000);
