import { join } from 'node:path';
import { circles } from './rules/circles.js';
import { actionsCore, pastTheExports, undeclared } from './rules/dependencies.js';
import { againstTheLayers, computedImports, madeForTests, outOfTheArea, worldly } from './rules/direction.js';
import { tooLong } from './rules/size.js';
import { behindTheShell, untestable } from './rules/surroundings.js';
import type { Source, Violation } from './source.js';
import { manifestsIn, sourcesIn } from './tree.js';

const root = join(import.meta.dirname, '../..');
const sources = sourcesIn(root);
const manifests = manifestsIn(root);

test('the files of every package are read', () => {
  const folders = [...manifests.keys()].filter((folder) => folder.startsWith('packages/'));

  for (const folder of folders) expect(sources.some(({ path }) => path.startsWith(`${folder}/`))).toBe(true);
});

const rules: readonly (readonly [string, (source: Source) => readonly Violation[]])[] = [
  ['imports follow the layers', againstTheLayers],
  ['relative imports stay in their area', outOfTheArea],
  ['what ships imports nothing made for tests', madeForTests],
  ['imports name their module', computedImports],
  ['domain and operations do no I/O', worldly],
  ['every import is declared', (source) => undeclared(source, manifests)],
  ['no import goes past the exports of a package', (source) => pastTheExports(source, manifests)],
  ['@actions/core has one importer', actionsCore],
  ['only shells read the environment, print and exit', behindTheShell],
  ['time and chance are passed in', untestable],
  ['no file is longer than 260 lines', tooLong],
];

test.each(rules)('%s', (_name, rule) => {
  const lines = sources.flatMap(rule).map(({ where, what }) => `${where}: ${what}`);

  expect(lines).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circles(sources)).toEqual([]);
});
