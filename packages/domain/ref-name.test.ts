import { execFileSync } from 'node:child_process';
import { isRefName } from './ref-name.js';

const gitAccepts = (name: string): boolean => {
  try {
    execFileSync('git', ['check-ref-format', `refs/tags/${name}`], { stdio: 'ignore' });
    return !name.startsWith('-');
  } catch {
    return false;
  }
};

const accepted = ['v1.0.0', 'release/1.x', 'v1.0.0+build', 'ünï', 'a@b', '@a', 'a.b', 'locked', 'a-'];
const badParts = ['a..b', '/a', 'a/', 'a//b', 'a.', '.a', 'a/.b', 'a.lock', 'a.lock/b', 'a@{b', '-a'];
const badCharacters = ['a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[', 'a\\b', 'a\tb', 'a\u007fb'];

test.each([...accepted, ...badParts, ...badCharacters])('of %j git thinks the same', (name) => {
  expect(isRefName(name)).toBe(gitAccepts(name));
});

test('an empty name, "@" and a name of 201 characters are refused', () => {
  expect(['', '@', 'x'.repeat(201)].filter(isRefName)).toEqual([]);
});
