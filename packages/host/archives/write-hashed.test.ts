import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashedAside } from './growing-file.js';
import { writeHashed } from './write-hashed.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-write-hashed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const aside = { hashed: hashedAside };
const MiB = 1024 * 1024;

/** Pieces of which no two are alike. */
async function* pieces(count: number, seed: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield Buffer.alloc(MiB - 1, `${seed}${at}`);
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

test('small and large files that are written at once get each the digest of its own bytes', async () => {
  const counts = [0, 1, 4, 5, 6, 9, 12];

  const written = await Promise.all(
    counts.map((count) => writeHashed(join(folder, String(count)), pieces(count, `${count}.`), aside)),
  );

  for (const [at, count] of counts.entries()) {
    const bytes = readFileSync(join(folder, String(count)));
    expect(bytes).toHaveLength(count * (MiB - 1));
    expect(written[at]).toEqual({ size: bytes.length, digest: sha256(bytes) });
  }
});

test.each([1, 8])('a file whose content breaks off after %i MiB does not stay', async (count) => {
  const path = join(folder, 'broken');
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* pieces(count, '');
    throw new Error('broken off');
  }

  await expect(writeHashed(path, broken(), aside)).rejects.toThrow(/^broken off$/);

  expect(existsSync(path)).toBe(false);
});

test('a large file that cannot be read again has no digest, and the next one is hashed nevertheless', async () => {
  const file = hashedAside(join(folder, 'nowhere'));
  file.grown(Buffer.alloc(5 * MiB));

  await expect(file.digest()).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') });
  file.close();

  expect((await writeHashed(join(folder, 'next'), pieces(6, ''), aside)).digest).toBe(
    sha256(readFileSync(join(folder, 'next'))),
  );
});

test('the digest of a large file that is closed before it is told fails', async () => {
  const file = hashedAside(join(folder, 'nowhere'));
  file.grown(Buffer.alloc(5 * MiB));
  const digest = file.digest();
  file.close();

  await expect(digest).rejects.toBeDefined();
});
