import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashAll } from './hash-all.js';

const hooks = join(import.meta.dirname, '../../../test/fixtures/typescript.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-hash-all-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MiB = 2 ** 20;

/** Begins with its name; the rest is a hole. */
function aFile(name: string, size: number) {
  const file = join(folder, name);
  writeFileSync(file, name);
  truncateSync(file, size);
  const bytes = Buffer.alloc(size);
  bytes.write(name);
  return { file, size, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

async function hashed(files: readonly { readonly file: string; readonly size: number }[]) {
  const digests = new Map<string, string | null>();
  await hashAll(files, ({ file }, digest) => void digests.set(file, digest));
  return digests;
}

test.each([
  ['little', 1],
  ['much', 40],
])('of %s, each file is told with its own digest', async (_, large) => {
  const files = [large * MiB, 3, 100, 700_000, large * MiB + 1, 2 * MiB].map((size, at) => aFile(`${at}`, size));

  expect(await hashed(files)).toEqual(new Map(files.map(({ file, digest }) => [file, digest])));
});

test('files that have gone have no digest, whichever thread comes to them', async () => {
  const [gone, alsoGone, stays] = [aFile('a', 5), aFile('b', 80 * MiB), aFile('c', 6)];
  rmSync(gone.file);
  rmSync(alsoGone.file);

  const digests = await hashed([gone, alsoGone, stays]);

  expect([...digests.values()].filter((digest) => digest !== null)).toEqual([stays.digest]);
});

test('what cannot be read is an error, whichever thread comes to it', async () => {
  await expect(hashed([{ file: folder, size: 1 }, aFile('a', 80 * MiB)])).rejects.toMatchObject({ code: 'EISDIR' });
});

test('of many files no more are open at once than a process may have', () => {
  const program = `
    import { truncateSync, writeFileSync } from 'node:fs';
    const { hashAll } = await import(${JSON.stringify(join(import.meta.dirname, 'hash-all.ts'))});
    const files = Array.from({ length: 1000 }, (_, at) => ({ file: \`\${at}.bin\`, size: 400_000 }));
    for (const { file, size } of files) {
      writeFileSync(file, file);
      truncateSync(file, size);
    }
    const digests = new Set();
    await hashAll(files, (_, digest) => digests.add(digest));
    console.log(digests.size);`;
  // A thread would inherit `--input-type`, and ours is no module.
  writeFileSync(join(folder, 'program.mjs'), program);
  const node = [process.execPath, '--conditions=source', `--import=${hooks}`, 'program.mjs'];

  const few = spawnSync('sh', ['-c', 'ulimit -n 64; exec "$@"', 'sh', ...node], { cwd: folder, encoding: 'utf8' });

  expect(few).toMatchObject({ status: 0, stdout: '1000\n' });
});
