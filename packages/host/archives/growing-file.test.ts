import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hooks = join(import.meta.dirname, '../../../test/fixtures/typescript.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-growing-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('where the second thread does not start, the file is told, with the cause, and the process goes on', () => {
  const inThreads = join(folder, 'in-threads.cjs');
  writeFileSync(inThreads, "if (process.env.NO_THREADS) throw new Error('no threads here');");
  const program = `
    process.env.NO_THREADS = 'from now on';
    const { hashedAside } = await import(${JSON.stringify(join(import.meta.dirname, 'growing-file.ts'))});
    const file = hashedAside('large.bin');
    file.grown(Buffer.alloc(5 * 1024 * 1024));
    await file.digest().catch(({ message, cause }) => console.log(message + ': ' + cause.message));`;

  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=source', `--import=${hooks}`, '-r', inThreads, '--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );

  expect({ status, stdout }).toEqual({ status: 0, stdout: 'large.bin was not hashed to its end: no threads here\n' });
});
