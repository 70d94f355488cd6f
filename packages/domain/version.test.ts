import fc from 'fast-check';
import valid from 'semver/functions/valid.js';
import { isVersion, meantVersion, readVersion } from './version.js';

test.each(['1.2.3', '0.0.0', '1.2.3-rc.1', '1.2.3-0.x.7.z-92', '1.2.3+build.5', '1.2.3-rc.1+build'])(
  '%s is a version',
  (text) => {
    expect(isVersion(text)).toBe(true);
  },
);

test.each(['', '1', '1.2', 'v1.2.3', '=1.2.3', ' 1.2.3', '1.2.3\n', '01.2.3', '1.2.3-', '1.2.3-01', 'latest'])(
  '%j is no version',
  (text) => {
    expect(isVersion(text)).toBe(false);
  },
);

test('semver reads all that is a version', () => {
  const numbers = fc.nat(3).map(String);
  const text = fc
    .array(fc.oneof(numbers, fc.constantFrom('.', '-', '+', 'a', 'v', '0', '99999999999999999999')), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (version) => {
      if (isVersion(version)) expect(valid(version)).not.toBeNull();
    }),
  );
  expect(readVersion('1.2.3').major).toBe(1);
});

test.each([
  ['v1.2', '1.2.0'],
  ['1', '1.0.0'],
  ['=1.2.3', '1.2.3'],
  ['latest', null],
  ['1.2.3-', null],
])('%s was meant to be %s', (text, meant) => {
  expect(meantVersion(text)).toBe(meant);
});
