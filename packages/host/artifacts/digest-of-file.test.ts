import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfFile } from './digest-of-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-digest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const KiB = 1024;
const sizes = [0, 1, 16 * KiB, 16 * KiB + 1, 700 * KiB, 4096 * KiB, 4096 * KiB + 1, 5000 * KiB];

test('files of all sizes, asked for at once, have their own digests each', async () => {
  const files = [...sizes, ...sizes].map((size, at) => ({
    path: join(folder, `${at}`),
    bytes: Buffer.alloc(size, `${at}`),
  }));
  for (const { path, bytes } of files) writeFileSync(path, bytes);

  const digests = await Promise.all(files.map(({ path }) => digestOfFile(path)));

  expect(digests).toEqual(files.map(({ bytes }) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`));
});

test('a file that is not there has none', async () => {
  expect(await digestOfFile(join(folder, 'none'))).toBeNull();
});
