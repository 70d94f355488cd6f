import { median, ratio } from './figure.ts';
import { row } from './table.ts';

const figure = { what: 'a', against: 'b', unit: '×', wanted: 2.5, measure: () => Promise.resolve(0) } as const;

test('a figure within its wish is ok, one beyond it is short, one without a wish is told', () => {
  expect(row(figure, 2.5)).toBe('| a | b | 2.50 × | ≤ 2.5 × | ok |');
  expect(row(figure, 2.51)).toBe('| a | b | 2.51 × | ≤ 2.5 × | short |');
  expect(row({ ...figure, unit: 'MB', wanted: null }, 12.3)).toBe('| a | b | 12 MB | told |  |');
});

test('a figure that could not be had says why', () => {
  expect(row(figure, new Error('no such file\nat …'))).toBe('| a | b | no such file | ≤ 2.5 × | not measured |');
});

test('work and peer take turns, after one run of each that does not count', async () => {
  const turns: string[] = [];

  const found = await ratio(
    () => turns.push('work'),
    () => turns.push('peer'),
    2,
  );

  expect(turns.join(' ')).toBe('peer work peer work peer work');
  expect(found).toBeGreaterThan(0);
});

test('the median is the middle one', () => {
  expect(median([3, 1, 2])).toBe(2);
});
