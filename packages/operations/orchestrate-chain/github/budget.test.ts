import fc from 'fast-check';
import { affordable } from './budget.js';

const hour = 3_600_000;
const budget = { limit: 5000, remaining: 4000, resetAt: hour, cost: 1 };

test('with plenty left nobody waits longer for it than builds deserve', () => {
  expect(affordable(budget, 100, 0)).toBeLessThan(5_000);
});

test('the less is left, and the longer until the limit is whole again, the longer are the waits; one look may be had at its end', () => {
  const waits = [400, 100, 40, 10, 1, 0].map((remaining) => affordable({ ...budget, remaining }, 4, 0));

  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(hour);
  expect(affordable({ ...budget, remaining: 100 }, 4, hour / 2)).toBe(
    affordable({ ...budget, remaining: 100 }, 4, 0) / 2,
  );
});

test('a limit that is whole again holds up nobody', () => {
  expect(affordable({ ...budget, remaining: 0 }, 4, hour)).toBe(0);
});

test('whatever is left of it lasts until it is whole again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: hour }),
      (remaining, live, cost, resetAt) => {
        let now = 0;
        let left = remaining;
        for (;;) {
          now += Math.max(affordable({ limit: 5000, remaining: left, resetAt, cost }, live, now), 1);
          if (now >= resetAt - 1) return;
          left -= cost;
          expect(left).toBeGreaterThanOrEqual(0);
        }
      },
    ),
  );
});
