import { fitsPattern } from './tag-pattern.js';

/** Branches, tags and paths of GitHub's own examples (workflow syntax, "Filter pattern cheat sheet"), and names that they leave out. */
test.each([
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/a/b', 'feature', 'xfeature/a']],
  ['feature/**', ['feature/beta-a/my-branch', 'feature/your-branch', 'feature/mona/the/octocat'], ['feature']],
  ['main', ['main'], ['mainly', 'domain']],
  ['releases/mona-the-octocat', ['releases/mona-the-octocat'], ['releases/mona']],
  ['*', ['main', 'releases'], ['all/the/branches']],
  ['**', ['all/the/branches', 'every/tag', 'v1'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature-1', 'mona/feature']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1', 'xv2', 'v2/1']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.10', 'v1.10.1-rc.1', 'v1.a.0', 'v1x0.1']],
  ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js']],
  ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.jsx']],
  ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/mona/hello.md']],
  ['docs/**', ['docs/README.md', 'docs/mona/octocat.txt'], ['docs']],
  ['docs/**/*.md', ['docs/README.md', 'docs/mona/hello-world.md', 'docs/a/markdown/file.md'], ['docs/a.txt']],
  ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt', 'space/docs/plan/space.doc'], ['mydocs/a']],
  ['**/README.md', ['README.md', 'js/README.md'], ['MYREADME.md']],
  ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['src']],
  ['**/*-post.md', ['my-post.md', 'path/their-post.md'], ['post.md']],
  ['**/migrate-*.sql', ['migrate-10909.sql', 'db/migrate-v1.0.sql', 'db/sept/migrate-v1.sql'], ['migrate.sql']],
  ['[CB]at', ['Cat', 'Bat'], ['cat', 'at']],
  ['[1-2]00', ['100', '200'], ['300']],
])('%s fits what GitHub says, and nothing else', (pattern, fitting, others) => {
  expect([...fitting, ...others].filter((name) => fitsPattern(name, pattern))).toEqual(fitting);
});

test.each([
  ['v1.0', 'v1x0', false],
  ['v1\\+', 'v1+', true],
  ['v1+', 'v111', true],
  ['v1+', 'v', false],
  ['?', '?', true],
  ['v[', 'v[', true],
  ['(v|w)1', 'v1', false],
  ['set-*', 'set-2025-01A', true],
  ['', '', true],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(fitsPattern(name, pattern)).toBe(expected);
});

test('a pattern made to take long does not', () => {
  expect(fitsPattern('a'.repeat(2000), `${'a+**'.repeat(200)}b`)).toBe(false);
});
