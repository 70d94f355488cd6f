import { releaseTag } from './release-tag.js';

test.each(['v1.0.0', 'set-2025-01A', 'v1.0.0+build.5', 'release/v1', 'core_1'])(
  '%s is a tag to release under',
  (tag) => {
    expect(releaseTag(tag)).toBe(tag);
  },
);

test.each(['', '-x', 'a..b', 'a b', 'a@b', 'über-1', '.x', 'a/', 'x.lock', 'a'.repeat(190)])('%j is none', (text) => {
  expect(() => releaseTag(text)).toThrow('is no tag to release under');
});

test('of a whole ref the name is told that was meant', () => {
  expect(() => releaseTag('refs/tags/v1')).toThrow(
    'tag: "refs/tags/v1" is no tag to release under; give its name alone: v1',
  );
});
