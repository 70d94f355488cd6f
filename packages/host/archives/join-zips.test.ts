import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZipArchive } from 'archiver';
import { ending, joinedZips, moved, type ZipPart } from './join-zips.js';
import { packed } from './packed.js';

/** An entry of a directory, as archiver writes it: 7 bytes that were 9, at 100. */
function aHeader(name: string): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(20, 6);
  header.writeUInt32LE(7, 20);
  header.writeUInt32LE(9, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(100, 42);
  return Buffer.concat([header, Buffer.from(name)]);
}

const zip64 = (header: Buffer) => ({
  version: header.readUInt16LE(6),
  told: [20, 24, 42].map((at) => header.readUInt32LE(at)),
  kind: header.readUInt16LE(47),
  length: header.readUInt16LE(49),
  values: [51, 59, 67].map((at) => Number(header.readBigUInt64LE(at))),
});

test('an entry below 4 GiB is told in four bytes', () => {
  const expected = aHeader('a');
  expected.writeUInt32LE(0xffff_fffe, 42);

  expect(moved(aHeader('a'), 0xffff_fffe - 100)).toEqual(expected);
});

test.each([0xffff_ffff - 100, 5 * 2 ** 30])('an entry that comes to stand %d bytes later is told in Zip64', (by) => {
  const header = moved(aHeader('a'), by);

  expect(header.readUInt16LE(30)).toBe(28);
  const most = 0xffff_ffff;
  expect(zip64(header)).toEqual({
    version: 45,
    told: [most, most, most],
    kind: 1,
    length: 24,
    values: [9, 7, 100 + by],
  });
});

test('an entry in Zip64 is moved there', () => {
  const header = moved(moved(aHeader('a'), 5 * 2 ** 30), 10);

  expect(zip64(header).values).toEqual([9, 7, 110 + 5 * 2 ** 30]);
});

test.each([
  [{ count: 0xfffe, length: 1, offset: 1 }, 22],
  [{ count: 0xffff, length: 1, offset: 1 }, 98],
  [{ count: 1, length: 1, offset: 0xffff_fffe }, 22],
  [{ count: 1, length: 1, offset: 0xffff_ffff }, 98],
])('the end of %j has %d bytes', (directory, length) => {
  expect(ending(directory)).toHaveLength(length);
});

describe('what unzip and Python read', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-join-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const hole = Buffer.alloc(64 * 2 ** 20);

  /** A zip of nothing with 5 GiB in front of its directory, as if entries stood there. */
  async function* fiveGiB(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 80; at += 1) yield hole;
    yield ending({ count: 0, length: 0, offset: 5 * 2 ** 30 });
  }

  async function* parts(): AsyncGenerator<ZipPart> {
    yield { bytes: fiveGiB(), nameLengths: [] };
    for (const path of ['a', 'b']) {
      const member = { path, mode: 0o644, store: false, open: () => Buffer.from(`this is ${path}`) };
      yield { bytes: packed(new ZipArchive(), [member], new Date(0)), nameLengths: [1] };
    }
  }

  /** With no blocks on the disk where the hole is. */
  async function writeSparse(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await open(path, 'w');
    let at = 0;
    for await (const piece of pieces) {
      if (piece !== hole) await file.write(piece, 0, piece.length, at);
      at += piece.length;
    }
    await file.close();
  }

  test('entries that begin 5 GiB into the archive are there', async () => {
    const path = join(folder, 'large.zip');

    await writeSparse(path, joinedZips(parts()));

    expect(execFileSync('unzip', ['-tqq', path], { encoding: 'utf8' })).toBe('');
    const script = 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), z.read("b"))';
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })).toBe("None ['a', 'b'] b'this is b'\n");
  });
});
