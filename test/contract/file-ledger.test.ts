import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
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
const script = (name: string, ...args: readonly string[]): string[] => [
  '--conditions=source',
  `--import=${pathHere('../fixtures/typescript.mjs')}`,
  pathHere(name),
  ...args,
];
const writer = (...args: readonly string[]): string[] => script('ledger-writer.ts', ...args);
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

async function obstacleFor(ledger: string, key: string): Promise<unknown> {
  const asked = await promisify(execFile)(process.execPath, script('ledger-obstacle.ts', ledger, key), { env });
  return JSON.parse(asked.stdout);
}

test('a folder that cannot be written to is told: the ledger’s own, one that it would be made in, and one inside', async () => {
  chmodSync(folder, 0o755);
  const [open, shut] = [join(folder, 'open'), join(folder, 'shut')];
  for (const path of [open, shut, join(open, 'runs'), join(open, 'runs', 'set.1')]) mkdirSync(path);
  for (const path of [open, join(open, 'runs')]) chmodSync(path, 0o777);
  for (const path of [shut, join(open, 'runs', 'set.1')]) chmodSync(path, 0o555);
  const denied = { code: 'missing-permission', what: 'access is denied', remedy: 'give this user access to it' };

  expect(await obstacleFor(open, 'runs/set.2')).toBeNull();
  expect(await obstacleFor(join(open, 'new', 'ledger'), 'runs/set.1')).toBeNull();
  expect(await obstacleFor(shut, 'runs/set.1')).toMatchObject({ ...denied, where: shut });
  expect(await obstacleFor(join(shut, 'new', 'ledger'), 'runs/set.1')).toMatchObject({ ...denied, where: shut });
  expect(await obstacleFor(open, 'runs/set.1')).toMatchObject({ ...denied, where: join(open, 'runs', 'set.1') });
  expect([readdirSync(open), readdirSync(shut)]).toEqual([['runs'], []]);
}, 60_000);
