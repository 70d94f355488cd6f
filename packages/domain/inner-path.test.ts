import { resolve } from 'node:path';
import fc from 'fast-check';
import { staysInside } from './inner-path.js';

test('a path that stays inside leads to below the folder, by its own name', () => {
  const part = fc.constantFrom('a', 'b.c', '...', '..', '.', '', '/', '\\', '\0', 'C:');
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('/')),
      (path) => {
        fc.pre(staysInside(path));

        expect(resolve('/folder', path)).toBe(`/folder/${path}`);
      },
    ),
  );
});

test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a\\b', 'a\0'])('%j does not', (path) => {
  expect(staysInside(path)).toBe(false);
});

test.each(['a', 'a/b.c', '..a', 'a..', '...', 'größe/a b'])('%j does', (path) => {
  expect(staysInside(path)).toBe(true);
});
