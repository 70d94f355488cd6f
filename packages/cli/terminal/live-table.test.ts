import { aBuild, aRun } from './a-run.js';
import { liveTable, type Size } from './live-table.js';
import { lengthOf, painted } from './text.js';

const { waiting, running, succeeded, failed, skipped } = aBuild;

const window: Size = { columns: 80, rows: 24 };

const drawn = (...given: Parameters<typeof liveTable>): readonly string[] =>
  liveTable(...given).map((line) => painted(line, 'plain').trimEnd());

test('each component has a line with its state and time, and the footer counts', () => {
  const run = aRun([succeeded, running, waiting], {
    expected: [2_000, 4_000, 1_000],
    remaining: [7_000, 5_000, 1_000],
  });

  expect(drawn(run, 2_500, window)).toEqual([
    'a  1.0.0  succeeded         2.0s',
    'b  1.0.0  building   1.5s / 4.0s',
    'c  1.0.0  waiting         / 1.0s',
    'set-1.3: 1 succeeded, 1 building, 1 waiting; 2.5s elapsed; about 3.5s left',
  ]);
});

test('what is left is not guessed while the duration of a component is unknown', () => {
  const run = aRun([running, waiting], { expected: [4_000, null] });

  expect(drawn(run, 2_000, window).at(-1)).toBe('set-1.3: 1 building, 1 waiting; 2.0s elapsed');
});

test('a build that takes longer than the last time leaves no negative time', () => {
  const run = aRun([running, waiting], { expected: [500, 1_000], remaining: [1_500, 1_000] });

  expect(drawn(run, 60_000, window).at(-1)).toContain('about 1.0s left');
});

test('a second attempt is told', () => {
  const run = aRun([{ ...running, attempt: 2, failures: 1 }]);

  expect(drawn(run, 2_000, window)[0]).toBe('a  1.0.0  building  attempt 2  1.0s');
});

test('the footer says what an interrupted run waits for', () => {
  const run = aRun([{ ...running, stopping: 'interrupted' }], { intent: 'interrupt' });

  expect(drawn(run, 2_000, window)).toEqual([
    'a  1.0.0  stopping  1.0s',
    'set-1.3: 1 stopping; 2.0s elapsed; ending what runs; again to exit at once',
  ]);
});

test.each([
  ['pause', 'pausing: nothing new begins'],
  ['cancel', 'cancelling: ending what runs'],
] as const)('the footer says that somebody told the run to %s', (intent, text) => {
  expect(drawn(aRun([running, waiting], { intent }), 2_000, window).at(-1)).toBe(
    `set-1.3: 1 building, 1 waiting; 2.0s elapsed; ${text}`,
  );
});

test('in a low window, what runs and what failed keeps its line, in the order of the set', () => {
  const run = aRun([succeeded, waiting, failed, succeeded, running, skipped]);

  const lines = drawn(run, 2_000, { columns: 80, rows: 4 });

  expect(lines.map((line) => line.split(' ')[0])).toEqual(['c', 'e', '…', 'set-1.3:']);
  expect(lines[2]).toBe('… and 4 more');
});

test.each([1, 2, 3, 10, 40])('no line fills a window of %i columns to its edge', (columns) => {
  const lines = liveTable(aRun([running, failed, waiting]), 2_000, { columns, rows: 24 });

  expect(lines.every((line) => lengthOf(line) < Math.max(columns, 2))).toBe(true);
});

test.each([1, 2, 3, 5])('a window of %i rows is enough', (rows) => {
  expect(liveTable(aRun([running, failed, waiting, waiting]), 2_000, { columns: 80, rows }).length).toBeLessThanOrEqual(
    rows,
  );
});
