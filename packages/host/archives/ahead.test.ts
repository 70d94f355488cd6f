import { setImmediate } from 'node:timers/promises';
import { begunAhead } from './ahead.js';

/** Sources that write down when they begin and when they are left. */
function aScene(count: number, broken?: number) {
  const seen: string[] = [];
  async function* source(at: number): AsyncGenerator<number> {
    seen.push(`${at} begins`);
    try {
      await setImmediate();
      if (at === broken) throw new Error(`${at} breaks`);
      yield at;
      yield at + 0.5;
    } finally {
      seen.push(`${at} ends`);
    }
  }
  function* sources(): Generator<AsyncGenerator<number>> {
    for (let at = 0; at < count; at += 1) yield source(at);
  }
  return { seen, sources };
}

test('what is begun ahead comes in its order, and no more is at work than may be', async () => {
  const { seen, sources } = aScene(5);
  const read: number[] = [];

  for await (const one of begunAhead(sources(), 2)) for await (const value of one) read.push(value);

  expect(read).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
  let running = 0;
  const most = Math.max(...seen.map((line) => (running += line.endsWith('begins') ? 1 : -1)));
  expect(most).toBe(2);
});

test('an error is told when its turn comes, and all others are left', async () => {
  const { seen, sources } = aScene(5, 1);
  const read: number[] = [];

  const reading = async (): Promise<void> => {
    for await (const one of begunAhead(sources(), 3)) for await (const value of one) read.push(value);
  };

  await expect(reading()).rejects.toThrow('1 breaks');
  expect(read).toEqual([0, 0.5]);
  expect(seen.filter((line) => line.endsWith('ends')).toSorted()).toEqual(['0 ends', '1 ends', '2 ends', '3 ends']);
});

test('when nobody reads any more, all that is begun is left', async () => {
  const { seen, sources } = aScene(5);

  for await (const one of begunAhead(sources(), 3)) {
    for await (const value of one) if (value === 0) break;
    break;
  }

  expect(seen.filter((line) => line.endsWith('ends')).toSorted()).toEqual(['0 ends', '1 ends', '2 ends']);
});
