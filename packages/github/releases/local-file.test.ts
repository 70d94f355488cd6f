import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openFile } from './local-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const size = 200_000;

test.each<[string, (path: string) => void]>([
  ['shorter', (path) => truncateSync(path, 10)],
  ['longer', (path) => appendFileSync(path, 'more')],
])('a file that has become %s since it was opened is not sent to its end', async (_, change) => {
  const path = join(folder, 'a.bin');
  writeFileSync(path, Buffer.alloc(size));
  const told: number[] = [];
  const stream = await openFile({ name: 'a.bin', path, size, digest: `sha256:${'0'.repeat(64)}` }, (bytes) =>
    told.push(bytes),
  );

  change(path);

  await expect(buffer(stream)).rejects.toThrow('the file has changed');
  expect(Math.max(...told)).toBeLessThan(size);
});
