import { parseDuration } from './duration.js';

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['6h', 21_600_000],
  ['5h40m', 20_400_000],
  ['1m30s', 90_000],
  ['596h', 2_145_600_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '0s', '90', '1.5h', '-1s', ' 1s', '1s\n', '1d', '597h', '30m1h', '1h 30m', 'h', '99999999s'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);
