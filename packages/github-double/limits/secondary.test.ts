import { SecondaryLimits, type Weight } from './secondary.js';
import { noLimits } from './settings.js';

const write: Weight = { resource: 'core', points: 5, writes: true, createsContent: true };

test('a write that was held up, and is let in after one that arrived later, is refused only where writes need a gap', () => {
  const [without, withGap] = [new SecondaryLimits(noLimits), new SecondaryLimits({ ...noLimits, writeGap: 10 })];

  const refusals = [without, withGap].map((limits) => [limits.enter(write, 101), limits.enter(write, 100)]);

  expect(refusals).toEqual([
    [null, null],
    [null, expect.objectContaining({ status: 403 })],
  ]);
});
