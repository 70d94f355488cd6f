import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { keyOfRef, refOfKey } from './ref-names.js';

const anyPart = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._+-]|\.\.|\.lock){0,8}$/);
const anyKey = fc.array(anyPart, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('a key is read back from its ref', () => {
  fc.assert(fc.property(anyKey, (key) => expect(keyOfRef(`refs/${refOfKey(key)}`)).toBe(key)));
});

test('git takes the ref of every key', () => {
  fc.assert(
    fc.property(anyKey, (key) => {
      execFileSync('git', ['check-ref-format', `refs/${refOfKey(key)}`]);
    }),
    { numRuns: 30, examples: [['a..b/c.lock/d.'], ['a...'], ['x.lock.lock']] },
  );
});

test('no record stands where another has its folder', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (key, other) => {
      expect(refOfKey(`${key}/${other}`).startsWith(`${refOfKey(key)}/`)).toBe(false);
    }),
  );
});
