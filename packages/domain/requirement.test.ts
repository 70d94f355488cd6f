import { bothRanges, disagree, meantRequirement, parseRange, satisfies, splitRequirement } from './requirement.js';
import { readVersion } from './version.js';

const range = (text: string) => {
  const read = parseRange(text);
  if (!read) throw new Error(`${text} is no range`);
  return read;
};

test.each([
  ['app', 'app', '*'],
  ['app=1.2.3', 'app', '=1.2.3'],
  ['app >=1 <2', 'app', '>=1 <2'],
  ['app^1.2', 'app', '^1.2'],
  ['my-app.core_2~1', 'my-app.core_2', '~1'],
])('%s wants %s %s', (text, name, wanted) => {
  expect(splitRequirement(text)).toEqual({ name, range: wanted });
});

test.each(['', '=1.2.3', '../app', '__proto__', ' app', 'x'.repeat(101)])('%j names nothing', (text) => {
  expect(splitRequirement(text)).toBeNull();
});

test('text that is no range is none, however long', () => {
  expect(['', ' ', '==1.2.3', 'latest', '@1', '1 || '.repeat(1000)].map(parseRange)).toEqual(Array(6).fill(null));
});

test('a prerelease of the set satisfies a range that does not name one', () => {
  expect(satisfies(readVersion('1.1.0-rc.1'), range('^1.0'))).toBe(true);
  expect(satisfies(readVersion('2.0.0-rc.1'), range('<2'))).toBe(false);
});

test('ranges disagree when no version is in both', () => {
  expect(disagree(range('=1.0.0'), range('=1.0.1'))).toBe(true);
  expect(disagree(range('<1 || >3'), range('>=1 <3'))).toBe(true);
  expect(disagree(range('^1'), range('>=1.5'))).toBe(false);
  expect(disagree(range('*'), range('=1.0.0'))).toBe(false);
});

test('two ranges become one in which both hold', () => {
  expect(bothRanges('*', '>=1')).toBe('>=1');
  expect(bothRanges('>=1', '>=1')).toBe('>=1');
  const both = range(bothRanges('1.0.0 - 2.0.0 || 4.x', '>1.5 || <1.2'));
  const inside = ['1.1.0', '1.3.0', '1.6.0', '2.1.0', '4.2.0'].filter((version) =>
    satisfies(readVersion(version), both),
  );
  expect(inside).toEqual(['1.1.0', '1.6.0', '4.2.0']);
});

test.each([
  ['app==1.2.3', 'app=1.2.3'],
  ['app@^1', 'app^1'],
  ['app: 1.2', 'app=1.2'],
  ['app latest', null],
])('%s was meant to be %s', (text, meant) => {
  const requirement = splitRequirement(text);

  expect(requirement && meantRequirement(requirement)).toBe(meant);
});
