import type { Ledger } from '../../ports/index.js';
import { memoryLedger } from '../builders.js';
import { aComponent, aRun } from '../engine/builders.js';
import { previousRelease, recordReleased } from './released.js';

let now = 0;
const release = (ledger: Ledger, set: string, at = (now += 1)) =>
  recordReleased(ledger, { ...aRun([aComponent('core')]), set, now: at });

test('the set that was released last before this one is told, also when others have followed', async () => {
  const ledger = memoryLedger();
  const first = await previousRelease(ledger, 'set-1');
  for (const set of ['set-1', 'set-2', 'set-3']) await release(ledger, set);

  expect(first).toBeNull();
  expect((await previousRelease(ledger, 'set-4'))?.set).toBe('set-3');
  expect((await previousRelease(ledger, 'set-3'))?.set).toBe('set-2');
  expect(await previousRelease(ledger, 'set-1')).toBeNull();
});

test('a set that is released again is the newest', async () => {
  const ledger = memoryLedger();
  for (const set of ['set-1', 'set-2', 'set-1']) await release(ledger, set);

  expect((await previousRelease(ledger, 'set-1'))?.set).toBe('set-2');
  expect((await previousRelease(ledger, 'set-3'))?.set).toBe('set-1');
});

test('a release folder that is made again of an old run does not make its set the newest', async () => {
  const ledger = memoryLedger();
  await release(ledger, 'set-1', 1_000);
  await release(ledger, 'set-2', 2_000);
  await release(ledger, 'set-1', 1_000);

  expect((await previousRelease(ledger, 'set-3'))?.set).toBe('set-2');
});

test('after a hundred sets it is still one record that is read', async () => {
  const ledger = memoryLedger();
  for (let number = 1; number <= 100; number += 1) await release(ledger, `set-${number}`);
  const reads: string[] = [];
  const read: Ledger['read'] = (key) => {
    reads.push(key);
    return ledger.read(key);
  };

  const previous = await previousRelease(
    { ...ledger, read, list: () => Promise.reject(new Error('lists')) },
    'set-101',
  );

  expect(previous?.set).toBe('set-100');
  expect(reads).toEqual(['last-released']);
});

test('of two that are released at the same time none is lost', async () => {
  const ledger = memoryLedger();

  await Promise.all(['set-1', 'set-2', 'set-3'].map((set) => release(ledger, set)));

  const told = new Set<string | undefined>();
  for (const set of ['set-1', 'set-2', 'set-3', 'set-4']) told.add((await previousRelease(ledger, set))?.set);
  expect(told).toEqual(new Set(['set-1', 'set-2', 'set-3', undefined]));
});
