import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, withDouble } from '@slipway/github-double';
import { building } from '../runs/a-run.js';
import { artifactsOn, aRunWith, limits, only } from './an-artifact.js';
import { aSink } from './a-sink.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Downloads what Python's zipfile writes when it is told so; `z` is the archive. */
async function ofPython(double: Double, script: string, given = limits): Promise<string> {
  const path = join(folder, 'a.zip');
  const program = `import sys, zipfile, warnings; warnings.simplefilter('ignore'); z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\n${script}\nz.close()`;
  execFileSync('python3', ['-c', program, path]);
  return ofBytes(double, readFileSync(path), given);
}

async function ofBytes(double: Double, bytes: Buffer, given = limits): Promise<string> {
  const artifacts = artifactsOn(double, folder);
  const run = await aRunWith(double, { name: 'core', file: bytes, contentType: 'application/zip' });
  const sink = aSink();
  const result = await artifacts
    .download(await only(artifacts, run), sink, given)
    .then((kept) => kept.map(({ path }) => path).join(), String);
  return Object.keys(sink.files).length > 0 && result.includes(':') ? `half done: ${result}` : result;
}

const link = `i = zipfile.ZipInfo('link'); i.create_system = 3; i.external_attr = 0o120777 << 16; z.writestr(i, '/etc/passwd')`;

test.each([
  ['outside', "z.writestr('a', ''); z.writestr('../b', '')", 'has an entry "../b" that would leave its folder'],
  ['at a place of its own', "z.writestr('/etc/b', '')", 'has an entry "/etc/b" that would leave its folder'],
  ['outside on Windows', "z.writestr('..\\\\b', '')", 'that would leave its folder'],
  ['twice', "z.writestr('a', '1'); z.writestr('a', '2')", 'has an entry "a" that is there twice'],
  ['a link', `z.writestr('a', ''); ${link}`, 'has an entry "link" that is a link'],
  ['too many', "[z.writestr(str(n), '') for n in range(11)]", 'has more than 10 files'],
  ['too large', "z.writestr('a', bytes(3000000)); z.writestr('b', bytes(3000000))", 'has more than 5000000 bytes'],
])('a zip with an entry that is %s is refused before anything is kept', (_, script, what) =>
  withDouble(building(), async (double) => {
    expect(await ofPython(double, script)).toContain(what);
  }),
);

test('folders are no files, and names that only look odd are kept', () =>
  withDouble(building(), async (double) => {
    expect(await ofPython(double, "z.writestr('a/', ''); z.writestr('a/..b', ''); z.writestr('a/b...', '')")).toBe(
      'a/..b,a/b...',
    );
  }));

test('a download larger than all files together may be is cut off', () =>
  withDouble(building(), async (double) => {
    const script = "import os; z.writestr('a', os.urandom(100000))";

    expect(await ofPython(double, script, { ...limits, mostBytes: 1000 })).toContain('has more than 1000 bytes');
  }));

test('what is said to be a zip and is none is told', () =>
  withDouble(building(), async (double) => {
    expect(await ofBytes(double, Buffer.from('not at all'))).toContain(
      'the artifact core is no zip that can be read (',
    );
  }));

test('an entry that holds more than the directory says, or other than it should, is told', () =>
  withDouble(building(), async (double) => {
    const path = join(folder, 'lying.zip');
    execFileSync('python3', [
      '-c',
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], 'w', 8); z.writestr('a', 'x' * 1000); z.close()",
      path,
    ]);
    const bytes = readFileSync(path);
    bytes.writeUInt32LE(10, bytes.lastIndexOf(Buffer.from('PK\x01\x02')) + 24);

    expect(await ofBytes(double, bytes)).toContain('is no zip that can be read (too many bytes in the stream');
  }));

/** What comes of a zip whose digest GitHub tells, or does not. */
async function outcomeOf(double: Double, bytes: Buffer, digest: 'told' | 'untold'): Promise<string> {
  const artifacts = artifactsOn(double, folder);
  const run = await aRunWith(double, { name: 'core', file: bytes, contentType: 'application/zip' });
  const artifact = await only(artifacts, run);
  const download = artifacts.download(digest === 'told' ? artifact : { ...artifact, digest: null }, aSink(), limits);
  return download.then((kept) => kept.map(({ path }) => path).join(), String);
}

/** Two entries, of which the second one is damaged. */
function damagedZip(method: 'stored' | 'deflated'): Buffer {
  const path = join(folder, 'damaged.zip');
  const program = `import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], 'w', ${method === 'stored' ? 0 : 8}); z.writestr('whole', 'x' * 1000); z.writestr('bin/core', 'y' * 1000); z.close()`;
  execFileSync('python3', ['-c', program, path]);
  const bytes = readFileSync(path);
  // A bit of the content where it stands as it is; where it is compressed, one of the sum that the directory tells (APPNOTE 4.3.12).
  const damaged = method === 'stored' ? bytes.indexOf('yyy') : bytes.lastIndexOf(Buffer.from('PK\x01\x02')) + 16;
  bytes.writeUInt8(bytes.readUInt8(damaged) ^ 1, damaged);
  return bytes;
}

test.each(['stored', 'deflated'] as const)(
  'an entry, %s, that has not the checksum of the directory is told where GitHub tells no digest of the whole',
  (method) =>
    withDouble(building(), async (double) => {
      const bytes = damagedZip(method);

      expect(await outcomeOf(double, bytes, 'untold')).toContain(
        'the artifact core has an entry "bin/core" whose bytes are not those that were packed',
      );
      expect(await outcomeOf(double, bytes, 'told')).toBe('whole,bin/core');
    }),
);
