import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { everything } from './patterns.js';
import { releaseFiles } from './release-files.js';

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

test.each(['x', 'x.rar', '.zip', 'a/x.zip', '../x.zip'])('%j is no name for an archive', async (name) => {
  await expect(releaseFiles({ root, patterns: [] }).archive(name, [], 0)).rejects.toThrow('no name for an archive');
});

const time = 1_700_000_000;

async function archived(name: string, from = root): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  const files = releaseFiles({ root: from, patterns: everything });
  const made = await files.archive(name, (await files.choose()).files, time);
  const bytes = readFileSync(made.path);
  const path = join(from, '..', `${from.slice(-6)}-${name}`);
  writeFileSync(path, bytes);
  await files.discard();
  expect(existsSync(made.path)).toBe(false);
  return { path, bytes };
}

const readers: Readonly<Record<string, string>> = {
  'x.zip': `import json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
print(json.dumps([[i.filename, oct(i.external_attr >> 16), list(i.date_time), i.compress_type, i.extra.hex(), len(z.read(i))] for i in z.infolist()]))`,
  'x.tar.gz': `import json,sys,tarfile
t=tarfile.open(sys.argv[1])
print(json.dumps([[m.name, oct(m.mode), m.mtime, m.uid, len(t.extractfile(m).read())] for m in t]))`,
};
const python = (script: string, path: string): unknown =>
  JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }));

test('unzip and Python read the zip: order, modes, time, names, and what is not worth compressing stored', async () => {
  write('b/run', 'word '.repeat(1000), 0o755);
  write('a', 'a');
  write('Z empty', '');
  write('ü 日本.txt', 'word '.repeat(1000));
  write('large.bin', randomBytes(3_000_000));
  write('large.txt', 'word '.repeat(600_000));

  const { path } = await archived('x.zip');

  expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected');
  const date = [2023, 11, 14, 22, 13, 20];
  expect(python(readers['x.zip'] ?? '', path)).toEqual([
    ['Z empty', '0o100644', date, 0, '', 0],
    ['a', '0o100644', date, 0, '', 1],
    ['b/run', '0o100755', date, 8, '', 5000],
    ['large.bin', '0o100644', date, 0, '', 3_000_000],
    ['large.txt', '0o100644', date, 8, '', 3_000_000],
    ['ü 日本.txt', '0o100644', date, 8, '', 5000],
  ]);
  rmSync(path);
});

test('tar and Python read the tar.gz', async () => {
  write('b/run', 'word '.repeat(1000), 0o755);
  write('ü 日本.txt', 'text');

  const { path } = await archived('x.tar.gz');

  expect(execFileSync('tar', ['-tzf', path, '--quoting-style=literal'], { encoding: 'utf8' })).toBe(
    'b/run\nü 日本.txt\n',
  );
  expect(python(readers['x.tar.gz'] ?? '', path)).toEqual([
    ['b/run', '0o755', time, 0, 5000],
    ['ü 日本.txt', '0o644', time, 0, 4],
  ]);
  rmSync(path);
});

test.each(['x.zip', 'x.tar.gz'])(
  '%s has the same bytes in any folder, in whatever order the files were made',
  async (name) => {
    const other = mkdtempSync(join(tmpdir(), 'slipway-files-'));
    const names = Array.from({ length: 40 }, (_, at) => `${at % 3}/${at}`);
    for (const path of names) write(path);
    for (const path of names.toReversed()) {
      mkdirSync(dirname(join(other, path)), { recursive: true });
      writeFileSync(join(other, path), path, { mode: 0o600 });
    }

    const [one, two] = [await archived(name), await archived(name, other)];

    expect(two.bytes.equals(one.bytes)).toBe(true);
    for (const path of [one.path, two.path, other]) rmSync(path, { recursive: true });
  },
);
