import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Manifest, Manifests } from './rules/dependencies.js';
import { readSource, type Source } from './source.js';

const tops = ['packages', 'actions', 'scripts', 'bench', 'test'];
const notOurs = new Set(['node_modules', 'lib']);

/** All TypeScript of the repository. */
export const sourcesIn = (root: string): readonly Source[] =>
  filesIn(root)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));

/** All package.json files of the repository. */
export function manifestsIn(root: string): Manifests {
  const paths = ['package.json', ...filesIn(root).filter((path) => /^[^/]+(\/[^/]+)?\/package\.json$/.test(path))];
  return new Map(
    paths.map((path) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
      return [path.replace(/\/?package\.json$/, '') || '.', manifest];
    }),
  );
}

const filesIn = (root: string): readonly string[] =>
  tops
    .filter((top) => existsSync(join(root, top)))
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
    )
    .map((path) => path.split(sep))
    .filter((parts) => !parts.some((part) => notOurs.has(part)))
    .map((parts) => parts.join('/'));
