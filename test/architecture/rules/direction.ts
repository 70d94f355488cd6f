import { posix } from 'node:path';
import { areaOf, isTest, mayImport } from '../areas.js';
import type { Import, Source, Violation } from '../source.js';

/** domain ← operations ← adapters ← entrances; adapters and entrances never import each other, nor the double. */
export const againstTheLayers = (source: Source): readonly Violation[] => {
  const from = areaOf(source.path);
  return source.imports.flatMap(({ specifier, line }) => {
    const name = /^@slipway\/(?<name>[^/]+)/.exec(specifier ?? '')?.groups?.['name'];
    if (name === undefined) return [];
    const to = areaOf(`packages/${name}/index.ts`);
    if (to.folder === from.folder || mayImport[from.layer].includes(to.layer)) return [];
    if (to.layer === 'double' && isTest(source.path)) return [];
    return [{ where: `${source.path}:${line}`, what: `${from.folder} must not import ${to.folder}` }];
  });
};

/** A relative import stays in its area: other areas are known by the names that they export. */
export const outOfTheArea = (source: Source): readonly Violation[] => {
  const { folder } = areaOf(source.path);
  return source.imports.flatMap(({ specifier, line }) => {
    if (!specifier?.startsWith('.')) return [];
    const target = posix.join(posix.dirname(source.path), specifier);
    if (target.startsWith(`${folder}/`)) return [];
    return [
      { where: `${source.path}:${line}`, what: `${specifier} leaves ${folder}: import it by its package's name` },
    ];
  });
};

/** What ships uses nothing that is made for tests. */
export const madeForTests = (source: Source): readonly Violation[] => {
  if (isTest(source.path) || areaOf(source.path).layer === 'house') return [];
  return source.imports.flatMap(({ specifier, line }) => {
    if (!specifier?.startsWith('.')) return [];
    const target = posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, '.ts');
    return isTest(target) ? [{ where: `${source.path}:${line}`, what: `${specifier} is made for tests` }] : [];
  });
};

/** What an import names can be read from it, except where scripts load what they find. */
export const computedImports = (source: Source): readonly Violation[] =>
  areaOf(source.path).layer === 'house'
    ? []
    : source.imports
        .filter(({ specifier }) => specifier === null)
        .map(({ line }) => ({ where: `${source.path}:${line}`, what: 'the import is computed: name the module' }));

/** Domain and operations compute; files, processes and networks come to them through ports. */
export const worldly = (source: Source): readonly Violation[] => {
  const { layer, folder } = areaOf(source.path);
  if ((layer !== 'domain' && layer !== 'operations') || isTest(source.path)) return [];
  return source.imports.filter(touchesTheWorld).map(({ specifier, line }) => ({
    where: `${source.path}:${line}`,
    what: `${folder} does no I/O: no ${specifier}`,
  }));
};

const computing = [
  'node:assert',
  'node:buffer',
  'node:crypto',
  'node:path',
  'node:path/posix',
  'node:url',
  'node:util',
];

const touchesTheWorld = ({ specifier }: Import): boolean =>
  specifier !== null && specifier.startsWith('node:') && !computing.includes(specifier);
