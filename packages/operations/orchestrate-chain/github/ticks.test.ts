import fc from 'fast-check';
import { nextLook, patienceFor } from './ticks.js';

const minute = 60_000;

/** How often a build of this length is looked at until its end is seen, and how long after. */
function watched(length: number, expected: number | null): { readonly looks: number; readonly late: number } {
  let now = 0;
  let looks = 0;
  while (now < length) {
    now += patienceFor({ stage: 'building', since: 0, expected }, now);
    looks += 1;
  }
  return { looks, late: now - length };
}

test('of builds that take about as long as their last one, the end is seen within 15 seconds with a tenth of the looks of 5-second polling', () => {
  const lengths = Array.from({ length: 200 }, (_, at) => (0.97 + (at / 200) * 0.06) * 30 * minute);

  const seen = lengths.map((length) => watched(length, 30 * minute));

  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(seen.map(({ late }) => late))).toBeLessThanOrEqual(15_000);
  expect(Math.max(...seen.map(({ looks }) => looks))).toBeLessThanOrEqual((30 * minute) / 5_000 / 10);
});

test('however long a build takes, its end is seen a minute after it at most, or a tenth of its last duration', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 360 * minute }),
      fc.option(fc.integer({ min: 0, max: 360 * minute })),
      (length, expected) => {
        const { late } = watched(length, expected);
        expect(late).toBeLessThanOrEqual(expected !== null && length < expected ? 10 * minute : minute);
      },
    ),
  );
});

test('of several builds the one that wants to be seen soonest decides', () => {
  const far = { stage: 'building', since: 0, expected: 60 * minute } as const;
  const queued = { stage: 'queued', since: 0, expected: null } as const;

  expect(nextLook([far, queued], minute)).toBe(patienceFor(queued, minute));
});
