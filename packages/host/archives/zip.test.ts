import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZipArchive } from 'archiver';
import { packed } from './packed.js';
import { writeHashed } from './write-hashed.js';
import { zip, type ZipMember } from './zip.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const aMember = (path: string): ZipMember => ({
  path,
  mode: 0o644,
  size: 1,
  store: true,
  open: () => Buffer.from('x'),
});

const python = (script: string, path: string): string =>
  execFileSync('python3', ['-c', `import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); ${script}`, path], {
    encoding: 'utf8',
  }).trim();

test('a zip of more entries than a plain one can count is read by Python and unzip', async () => {
  const path = join(folder, 'many.zip');

  await writeHashed(
    path,
    zip(
      Array.from({ length: 65_537 }, (_, at) => aMember(`f${at}`)),
      0,
    ),
  );

  expect(python("print(len(z.infolist()), z.read('f65536').decode())", path)).toBe('65537 x');
  expect(execFileSync('unzip', ['-tqq', path], { encoding: 'utf8' })).toBe('');
}, 60_000);

test.each([
  [-1, '(1980, 1, 1, 0, 0, 0)'],
  [0, '(1980, 1, 1, 0, 0, 0)'],
  [1_700_000_001.5, '(2023, 11, 14, 22, 13, 20)'],
])('the time %d, which a zip cannot hold, is brought to the nearest that it can', async (time, expected) => {
  const path = join(folder, 'a.zip');

  await writeHashed(path, zip([aMember('a')], time));

  expect(python('print(z.infolist()[0].date_time)', path)).toBe(expected);
});

test('the bytes are those that one archiver makes, though several compress', async () => {
  const words = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, (_, at) => `word ${at % 977}`).join());
  const sizes = [0, 1, 300_000, 200_000, 40, 0];
  const members = sizes.map((size, at): ZipMember => {
    const bytes = words(size);
    return { path: `ü/${at}`, mode: 0o755, size: bytes.length, store: at === 3, open: () => bytes };
  });
  const [ours, theirs] = [join(folder, 'ours.zip'), join(folder, 'theirs.zip')];

  const written = await writeHashed(ours, zip(members, 1_700_000_000));

  const one = new ZipArchive({ zlib: { level: 6 } });
  expect(written).toEqual(await writeHashed(theirs, packed(one, members, new Date(1_700_000_000_000))));
  expect(execFileSync('unzip', ['-tqq', ours], { encoding: 'utf8' })).toBe('');
});

test('a zip of nothing is a zip', async () => {
  const path = join(folder, 'a.zip');

  await writeHashed(path, zip([], 0));

  expect(python('print(z.infolist())', path)).toBe('[]');
});

test('a name that archiver would change is refused', async () => {
  await expect(writeHashed(join(folder, 'a.zip'), zip([aMember('a\\b')], 0))).rejects.toThrow('would hold');
});
