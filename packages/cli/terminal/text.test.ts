import fc from 'fast-check';
import { durationText } from '@slipway/operations/orchestrate-chain';
import { sizeText } from './amounts.js';
import { clean, cleanJson, cleanLines } from './clean.js';
import { command } from './commands.js';
import { erase, redraw, rowsOf } from './screen.js';
import { columns, cut, lengthOf, line, painted, span } from './text.js';

const control = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

test('whatever comes from outside leaves no control character behind', () => {
  const nasty = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[31m', '\u009b2J', '\r\n', '\u202e')),
  });

  fc.assert(
    fc.property(nasty, (text) => {
      expect(clean(text)).not.toMatch(control);
      expect(cleanLines(text).join('')).not.toMatch(control);
      expect(cleanJson([text]).replaceAll('\n', '')).not.toMatch(control);
      expect(JSON.parse(cleanJson([text]))).toEqual(JSON.parse(JSON.stringify([text])));
    }),
  );
});

test('a line is cut to the width that there is, and keeps its colours', () => {
  const spans = [span('abc', 'good'), span('defg')];

  expect(painted(cut(spans, 7), 'plain')).toBe('abcdefg');
  expect(painted(cut(spans, 5), 'plain')).toBe('abcd…');
  expect(painted(cut(spans, 5), 'coloured')).toBe('\u001b[32mabc\u001b[0md\u001b[2m…\u001b[0m');
});

test('columns are as wide as their widest cell, and numbers stand right', () => {
  const rows = [
    [span('name'), span('1'), span('x')],
    [span('a'), span('100'), span('')],
  ];

  expect(columns(rows, new Set([1])).map((row) => painted(row, 'plain'))).toEqual(['name    1  x', 'a     100  ']);
});

test.each([
  [0, '0ms'],
  [48, '48ms'],
  [99.6, '100ms'],
  [420, '0.4s'],
  [9_960, '10s'],
  [59_700, '1m00s'],
  [185_000, '3m05s'],
  [3_599_900, '1h00m'],
  [7_440_000, '2h04m'],
])('%d milliseconds are said as %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_210, '4.2 kB'],
  [999_700, '1.0 MB'],
  [25_000_000, '25 MB'],
  [3e15, '3000 TB'],
])('%d bytes are said as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test('a command can be typed as it is printed', () => {
  expect(command('slipway', ['chain', 'build', '--out', "it's here", '--only', 'a,b'])).toBe(
    "slipway chain build --out 'it'\\''s here' --only a,b",
  );
});

test('a drawing takes the place of the former one', () => {
  const former = [line('one'), line('two')].map((each) => ({ text: painted(each, 'plain'), length: lengthOf(each) }));
  const now = [{ text: 'three', length: 5 }];

  expect(redraw(former, now, 80)).toBe('\u001b[?2026h\r\u001b[1Athree\u001b[K\u001b[J\u001b[?2026l');
  expect(erase(now, 80)).toBe('\r\u001b[J');
});

test('lines that a narrower window has wrapped are counted as the rows that they take', () => {
  const lines = [
    { text: '', length: 0 },
    { text: 'x'.repeat(40), length: 40 },
    { text: 'x'.repeat(41), length: 41 },
  ];

  expect(rowsOf(lines, 80)).toBe(3);
  expect(rowsOf(lines, 40)).toBe(4);
  expect(rowsOf(lines, 20)).toBe(6);
});
