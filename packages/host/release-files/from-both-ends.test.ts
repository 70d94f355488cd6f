import { fromBothEnds } from './from-both-ends.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const items = [5, 1, 4, 2, 3].map((size) => ({ size }));

test('one worker begins with the largest, the others with the smallest, and each item has its turn once', async () => {
  const begun: number[] = [];

  await fromBothEnds(items, 3, async ({ size }) => {
    begun.push(size);
    await turn();
  });

  expect(begun.slice(0, 3)).toEqual([5, 1, 2]);
  expect(begun.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});

test('no more are at work at once than were asked for', async () => {
  let [atWork, most] = [0, 0];

  await fromBothEnds(items, 2, async () => {
    most = Math.max(most, (atWork += 1));
    await turn();
    atWork -= 1;
  });

  expect(most).toBe(2);
});

test('after a failure nothing more begins', async () => {
  const begun: number[] = [];
  const all = fromBothEnds(items, 2, async ({ size }) => {
    begun.push(size);
    await turn();
    if (size === 5) throw new Error('it broke');
  });

  await expect(all).rejects.toThrow('it broke');
  await turn();

  expect(begun).toEqual([5, 1]);
});
