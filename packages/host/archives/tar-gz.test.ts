import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gzip } from './gzip.js';
import type { Member } from './packed.js';
import { tar } from './tar.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-tar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const aMember = (path: string, text = path, mode = 0o644): Member => ({ path, mode, open: () => Buffer.from(text) });

const text = (member: Member): string => {
  const content = member.open();
  return Buffer.isBuffer(content) ? content.toString() : '';
};

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece.slice());
  return Buffer.concat(all);
}

async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const length of lengths) {
    yield bytes.subarray(from, from + length);
    from += length;
  }
  yield bytes.subarray(from);
}

test('what is compressed is what comes out, however the bytes arrive, and the same bytes', async () => {
  const pattern = fc.uint8Array({ minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(
      pattern,
      fc.nat(1500),
      fc.array(fc.nat(100_000), { maxLength: 6 }),
      async (part, times, lengths) => {
        const bytes = Buffer.alloc(part.length * times, part);

        const whole = await bytesOf(gzip(cut(bytes, [])));

        expect(gunzipSync(whole).equals(bytes)).toBe(true);
        expect((await bytesOf(gzip(cut(bytes, lengths)))).equals(whole)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('the header tells neither time nor name nor machine', async () => {
  const header = (await bytesOf(gzip(cut(Buffer.from('x'), [])))).subarray(0, 10);

  expect(header.toString('hex')).toBe('1f8b0800000000000003');
});

test('tar and Python read names, modes, times and owners', async () => {
  const long = `${'folder/'.repeat(40)}file`;
  const members = [
    aMember('a-1.0/bin/tool', '#!/bin/sh\n', 0o755),
    aMember('a-1.0/empty', ''),
    aMember('a-1.0/ü 日本'),
    aMember(long),
  ];
  const path = join(folder, 'a.tar.gz');

  writeFileSync(path, await bytesOf(gzip(tar(members, 1_700_000_000))));

  execFileSync('gzip', ['-t', path]);
  const listing = execFileSync('tar', ['-tvzf', path, '--numeric-owner', '--quoting-style=literal'], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  });
  expect(
    listing
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    '-rwxr-xr-x 0/0 10 2023-11-14 22:13 a-1.0/bin/tool',
    '-rw-r--r-- 0/0 0 2023-11-14 22:13 a-1.0/empty',
    `-rw-r--r-- 0/0 ${Buffer.byteLength('a-1.0/ü 日本')} 2023-11-14 22:13 a-1.0/ü 日本`,
    `-rw-r--r-- 0/0 ${long.length} 2023-11-14 22:13 ${long}`,
  ]);
  const script = `import json,sys,tarfile
print(json.dumps([[m.name, m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime, t.extractfile(m).read().decode()] for t in [tarfile.open(sys.argv[1])] for m in t]))`;
  expect(JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }))).toEqual(
    members.map((member) => [member.path, member.mode, 0, 0, '', '', 1_700_000_000, text(member)]),
  );
});

test('an archive of nothing is an archive', async () => {
  const path = join(folder, 'empty.tar.gz');

  writeFileSync(path, await bytesOf(gzip(tar([], 0))));

  expect(execFileSync('tar', ['-tzf', path], { encoding: 'utf8' })).toBe('');
});

test.each([-1, 2 ** 31, 1e12])(
  'the time %i, which a tar of ours cannot hold, is brought to the nearest that it can',
  async (time) => {
    const path = join(folder, 'a.tar.gz');

    writeFileSync(path, await bytesOf(gzip(tar([aMember('a')], time))));

    const listing = execFileSync('tar', ['-tvzf', path], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
    expect(listing).toContain(time < 0 ? '1970-01-01' : '2038-01-19');
  },
);

test('a name that archiver would change is refused', async () => {
  await expect(bytesOf(tar([aMember('c:x')], 0))).rejects.toThrow('the archive would hold "c:x" as "x"');
});

/** A member whose stream yields `chunks`, throws what is an error among them, and says that it has `size` bytes. */
function aStream(chunks: readonly (string | Error)[], size: number): Member {
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield Buffer.from(chunk);
    }
  }
  const path = join(folder, 'sized');
  writeFileSync(path, 'x'.repeat(size));
  return { path: 'streamed', mode: 0o644, open: () => ({ stream: Readable.from(bytes()), stats: statSync(path) }) };
}

test.each([
  [
    'cannot be opened',
    () => ({
      ...aMember('a'),
      open: () => {
        throw new Error('not there');
      },
    }),
    'not there',
  ],
  ['breaks while it is read', () => aStream(['some ', new Error('broke')], 10), 'broke'],
  ['breaks at its end', () => aStream(['0123456789', new Error('broke')], 10), 'broke'],
])('a member that %s fails the archive, wherever it stands', async (_, member, message) => {
  await expect(bytesOf(tar([member()], 0))).rejects.toThrow(message);
  await expect(bytesOf(tar([aMember('first'), member(), aMember('last')], 0))).rejects.toThrow(message);
});

test('a reader that goes away closes the file that was being read', async () => {
  const path = join(folder, 'large');
  writeFileSync(path, '');
  truncateSync(path, 8 * 1024 * 1024);
  const stream = createReadStream(path);

  for await (const _ of tar([{ path: 'large', mode: 0o644, open: () => ({ stream, stats: statSync(path) }) }], 0))
    break;

  expect(stream.destroyed).toBe(true);
});

test('a large file passes through without being held', async () => {
  const path = join(folder, 'large');
  const size = 128 * 1024 * 1024;
  writeFileSync(path, '');
  truncateSync(path, size);
  const before = process.memoryUsage().rss;
  let highest = before;

  for await (const _ of gzip(
    tar([{ path: 'large', mode: 0o644, open: () => ({ stream: createReadStream(path), stats: statSync(path) }) }], 0),
  )) {
    highest = Math.max(highest, process.memoryUsage().rss);
  }

  expect(highest - before).toBeLessThan(size / 2);
}, 60_000);
