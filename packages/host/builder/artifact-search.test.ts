import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findArtifacts } from './artifact-search.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-artifacts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function files(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

const find = (...patterns: readonly string[]) => findArtifacts(root, patterns);
const found = (...paths: readonly string[]) => ({ status: 'found', paths });
const refused = (what: string) => ({ status: 'refused', what: expect.stringContaining(what) });

test('each file is found once, sorted by bytes', () => {
  files('dist/b.txt', 'dist/\u{1F600}', 'dist/\uFF5E', 'dist/B.txt', 'src/a.txt');

  expect(find('dist/**', '**/*.txt')).toEqual(
    found('dist/B.txt', 'dist/b.txt', 'dist/\uFF5E', 'dist/\u{1F600}', 'src/a.txt'),
  );
});

test.each([
  [['out'], ['out']],
  [['./out'], ['out']],
  [['./dist/*'], ['dist/x']],
  [['*'], ['out']],
  [['**'], ['dist/deep/er/y', 'dist/x', 'out']],
  [['dist/*/*/y'], ['dist/deep/er/y']],
  [['{out,dist/x}'], ['dist/x', 'out']],
  [['dist/+(deep/er/y|x)'], ['dist/deep/er/y', 'dist/x']],
  [['.config/*'], ['.config/a']],
  [['**/.hidden/*'], ['dist/.hidden/z']],
  [['dist/.hidden/z'], ['dist/.hidden/z']],
])('%j finds %j', (patterns, paths) => {
  files('out', 'dist/x', 'dist/deep/er/y', '.config/a', 'dist/.hidden/z', '.git/config', 'dist/.git/HEAD');

  expect(find(...patterns)).toEqual(found(...paths));
});

test('a pattern that matches nothing, only a folder, or only what git keeps is named', () => {
  files('dist/x', '.git/config');

  const patterns = ['*.zip', 'dist', '.git/**', '/etc/passwd', '!dist/x'];

  const searches = patterns.map((pattern) => find('dist/x', pattern));

  expect(searches).toEqual(patterns.map((pattern) => refused(`the pattern ${pattern} of artifacts matches no file`)));
});

test('links to files inside are followed, links out and links to nowhere are refused', () => {
  files('real');
  symlinkSync('real', join(root, 'inside'));
  symlinkSync('/etc/passwd', join(root, 'outside'));
  symlinkSync('/etc', join(root, 'folder'));
  symlinkSync('gone', join(root, 'dangling'));

  expect(find('real', 'inside')).toEqual(found('inside', 'real'));
  expect(find('out*')).toEqual(refused('the artifact outside is a link that leads out of the checkout'));
  expect(find('folder/passwd')).toEqual(refused('the artifact folder/passwd is a link that leads out'));
  expect(find('../*')).toEqual(refused('matches no file'));
  expect(find('dangling')).toEqual(refused('the artifact dangling is a link that leads nowhere'));
});

test('a name may hold a line break, whatever the pattern', () => {
  files('out/a\nb', 'out/c\nd/e');

  for (const pattern of ['out/**', '**', 'out/**/*']) expect(find(pattern)).toEqual(found('out/a\nb', 'out/c\nd/e'));
});

test.each([
  ['a file', 'out/*'],
  ['a folder', 'out/**'],
])('%s whose name is no UTF-8 is refused where it is wanted, and passed over where it is not', (kind, wanted) => {
  files('out/ok', 'other');
  const bad = Buffer.concat([Buffer.from(join(root, 'out/bad')), Buffer.from([0xff])]);
  if (kind === 'a file') writeFileSync(bad, 'x');
  else mkdirSync(bad);

  expect(find(wanted)).toEqual(refused('the name out/bad\uFFFD'));
  expect(find('out/ok', 'other*')).toEqual(found('other', 'out/ok'));
});
