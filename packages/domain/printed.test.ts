import { printed } from './printed.js';

test('text is quoted, and shortened where it is long', () => {
  expect(printed('app')).toBe('"app"');
  expect(printed('x'.repeat(10_000))).toBe(`"${'x'.repeat(60)}…" (10000 characters)`);
});

test('text with double quotes stands in single ones', () => {
  expect(printed('a = "1')).toBe(`'a = "1'`);
});

test('nothing in it can move the cursor or turn the text around', () => {
  expect(printed('\u001b[2J\n')).toBe(String.raw`"\u001b[2J\n"`);
  expect(printed('\u009b2J\u202e"')).toBe(String.raw`"\u009b2J\u202e\""`);
});
