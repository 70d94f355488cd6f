import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { noticesOf, render } from './licenses.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'licenses-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A package in `root` with a module to bundle, whose path is returned. */
function aPackage(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.stringify({ name, version: '1.0.0', license: 'MIT' });
  for (const [path, text] of Object.entries({ 'package.json': manifest, 'lib/index.js': '', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, 'lib/index.js');
}

test('each package that is bundled is told once, sorted, with its licence and its notice', () => {
  const modules = [
    aPackage('b', { LICENSE: 'words of b\n', 'NOTICE.md': 'thanks' }),
    aPackage('@a/a', { 'license.txt': 'words of a', 'lib/more.js': '' }),
    join(root, 'node_modules/@a/a/lib/more.js'),
    join(root, 'packages/host/lib/index.js'),
  ];

  expect(noticesOf(modules, root)).toEqual([
    { name: '@a/a', version: '1.0.0', license: 'MIT', text: 'words of a' },
    { name: 'b', version: '1.0.0', license: 'MIT', text: 'words of b\n\nthanks' },
  ]);
});

test('a licence that stands in the readme only is found there', () => {
  const readme = '# a\n\n## License\n\nPermission is hereby granted …\n\n## Thanks\n\nto all\n';

  const [notice] = noticesOf([aPackage('a', { 'README.md': readme })], root);

  expect(notice?.text).toBe('Permission is hereby granted …');
});

test('a package that only names its licence is refused by its name, until its text is put beside', () => {
  const modules = [aPackage('@a/a', { 'README.md': '# a\n\n## License\n\nMIT\n' })];
  expect(() => noticesOf(modules, root)).toThrow('@a/a 1.0.0 is in the bundles and ships no licence text');

  writeFileSync(join(root, '@a__a.txt'), 'words');

  expect(noticesOf(modules, root)).toMatchObject([{ text: 'words' }]);
});

test('the file reads the same whatever line ends the packages use', () => {
  const notice = { name: 'a', version: '1.0.0', license: 'MIT' };

  expect(render([{ ...notice, text: 'one\r\ntwo\r\n' }])).toBe(render([{ ...notice, text: 'one\ntwo' }]));
});
