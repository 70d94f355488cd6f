import { matches } from './install.mjs';

const wanted = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};

test('what is installed matches though packages of other platforms are absent', () => {
  const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

  expect(matches(wanted, installed)).toBe(true);
});

test('another version, other bytes and a missing package do not match', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  expect(matches(wanted, { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
  expect(matches(wanted, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-x' } } })).toBe(false);
  expect(matches(wanted, { packages: {} })).toBe(false);
});
