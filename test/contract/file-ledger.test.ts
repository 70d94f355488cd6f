import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { fileLedger } from '@slipway/host';
import { ledgerContract } from './ledger.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

ledgerContract('the file ledger', async () => ({
  ledger: fileLedger(folder),
  second: fileLedger(folder),
  close: async () => {},
}));

const pathHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const writer = (...args: readonly string[]): string[] => [
  '--conditions=source',
  `--import=${pathHere('../fixtures/typescript.mjs')}`,
  pathHere('ledger-writer.ts'),
  ...args,
];
/** The test runner's own flags are not meant for processes that it starts. */
const env = { ...process.env, NODE_OPTIONS: '' };

test('processes that write at the same time lose no write', async () => {
  const run = promisify(execFile);

  await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, writer(folder, 'count', '100'), { env })));

  expect((await fileLedger(folder).read('count'))?.value).toBe(400);
}, 60_000);

test('a writer that is killed at any moment leaves a record that can be read and written', async () => {
  const ledger = fileLedger(folder);

  for (let round = 1; round <= 5; round += 1) {
    const before = await ledger.read('count');
    const child = spawn(process.execPath, writer(folder, 'count', '1000000'), { env, stdio: 'inherit' });
    while ((await ledger.read('count'))?.revision === before?.revision)
      await new Promise((resolve) => setTimeout(resolve, round));
    child.kill('SIGKILL');
    await once(child, 'exit');

    const record = await ledger.read('count');
    const value = Number(record?.value) + 1;
    expect(record?.revision).toBe(String(value - 1));
    expect(await ledger.write('count', value, record?.revision ?? null)).toEqual({
      status: 'written',
      revision: String(value),
    });
  }
}, 60_000);

test('old revisions and the drafts of killed writers go', async () => {
  const ledger = fileLedger(folder);
  await ledger.write('state', 0, null);
  writeFileSync(join(folder, 'state', '.draft-2-of-a-killed-writer'), '{"half":');

  for (let number = 1; number < 12; number += 1) await ledger.write('state', number, String(number));

  expect(readdirSync(join(folder, 'state')).toSorted()).toEqual([
    '@10.json',
    '@11.json',
    '@12.json',
    '@5.json',
    '@6.json',
    '@7.json',
    '@8.json',
    '@9.json',
  ]);
  expect((await ledger.history('state')).map(({ value }) => value)).toEqual([11, 10, 9, 8, 7, 6, 5, 4]);
});

test('the folder keeps itself out of the git repository around it', async () => {
  const state = join(folder, '.slipway');

  await fileLedger(state).read('state');
  expect(existsSync(state)).toBe(false);

  await fileLedger(state).write('state', 1, null);
  expect(readFileSync(join(state, '.gitignore'), 'utf8')).toBe('*\n');
});

test.each([0, 7])(
  'a newest document that is cut off at %i bytes is told by name, and no older one passes for it',
  async (length) => {
    const ledger = fileLedger(folder);
    await ledger.write('state', { schema: 1 }, null);
    await ledger.write('state', { schema: 2 }, '1');
    const path = join(folder, 'state', '@2.json');

    truncateSync(path, length);

    await expect(ledger.read('state')).rejects.toThrow(`${path}: the document is damaged`);
    await expect(ledger.history('state')).rejects.toThrow(`delete this file to go on from the revision before it`);
    rmSync(path);
    expect(await ledger.read('state')).toEqual({ value: { schema: 1 }, revision: '1' });
  },
);

test('a number that was cut off is not read as a smaller number', async () => {
  const ledger = fileLedger(folder);
  await ledger.write('count', 12, null);

  truncateSync(join(folder, 'count', '@1.json'), 1);

  await expect(ledger.read('count')).rejects.toThrow('the end is missing');
});

test.each(['read', 'list', 'write'] as const)('a file in the place of the ledger is told: %s', async (what) => {
  const place = join(folder, 'file');
  writeFileSync(place, '');
  const ledger = fileLedger(place);
  const work = { read: () => ledger.read('a'), list: () => ledger.list('a/'), write: () => ledger.write('a', 1, null) };

  await expect(work[what]()).rejects.toThrow('a file stands where a folder is needed');
});
