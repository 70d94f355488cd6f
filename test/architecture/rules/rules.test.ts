import { readSource, type Violation } from '../source.js';
import { circles } from './circles.js';
import { actionsCore, type Manifests, pastTheExports, undeclared } from './dependencies.js';
import { againstTheLayers, computedImports, madeForTests, outOfTheArea, worldly } from './direction.js';
import { tooLong } from './size.js';
import { behindTheShell, untestable } from './surroundings.js';

const said = (violations: readonly Violation[]): readonly string[] => violations.map(({ what }) => what);

const manifests: Manifests = new Map([
  ['.', { devDependencies: { 'fast-check': '4.0.0' } }],
  ['packages/host', { dependencies: { archiver: '8.0.0' }, devDependencies: { 'type-fest': '5.0.0' } }],
  ['packages/operations', { exports: { './ports': {} } }],
]);

describe('layers', () => {
  const upwards = [
    ['packages/domain/a.ts', '@slipway/operations/ports'],
    ['packages/operations/a.ts', '@slipway/host'],
    ['packages/host/a.ts', '@slipway/github'],
    ['packages/host/a.ts', '@slipway/cli'],
    ['packages/cli/a.ts', '@slipway/control-plane'],
    ['packages/github/a.ts', '@slipway/github-double'],
    ['packages/github-double/a.ts', '@slipway/domain'],
    ['actions/publish/main.ts', '@slipway/cli'],
  ] as const;

  test.each(upwards)('%s must not import %s', (path, specifier) => {
    const found = againstTheLayers(readSource(path, `import { a } from '${specifier}';`));

    expect(found).toMatchObject([{ where: `${path}:1` }]);
  });

  const downwards = [
    ['packages/operations/a.ts', '@slipway/domain'],
    ['packages/host/a.ts', '@slipway/operations/ports'],
    ['packages/cli/a.ts', '@slipway/host'],
    ['actions/publish/main.ts', '@slipway/action-kit'],
    ['packages/github/a.test.ts', '@slipway/github-double'],
    ['test/e2e/a.test.ts', '@slipway/cli'],
  ] as const;

  test.each(downwards)('%s may import %s', (path, specifier) => {
    expect(againstTheLayers(readSource(path, `import { a } from '${specifier}';`))).toEqual([]);
  });

  const forms = [
    `import '@slipway/host';`,
    `import type { A } from '@slipway/host';`,
    `export * from '@slipway/host';`,
    `export type { A } from '@slipway/host';`,
    `const a = await import('@slipway/host');`,
    `type A = import('@slipway/host').A;`,
    `import a = require('@slipway/host');`,
    `const a = require('@slipway/host');`,
  ];

  test.each(forms)('no form of import goes unseen: %s', (text) => {
    expect(againstTheLayers(readSource('packages/domain/a.ts', text))).toHaveLength(1);
  });

  test('a package in no layer is refused by name', () => {
    expect(() => againstTheLayers(readSource('packages/stray/a.ts', `import '@slipway/host';`))).toThrow(
      'packages/stray',
    );
  });
});

describe('paths', () => {
  test('a relative import stays in its package, and in its action', () => {
    expect(said(outOfTheArea(readSource('packages/host/a/b.ts', `import '../../domain/index.js';`)))).toHaveLength(1);
    expect(said(outOfTheArea(readSource('actions/a/main.ts', `import '../b/inputs.js';`)))).toHaveLength(1);
    expect(outOfTheArea(readSource('packages/host/a/b.ts', `import '../c.js';`))).toEqual([]);
  });

  test('what ships imports no test and no builder of test data', () => {
    const text = `import './a-release.js';\nimport './a.test.js';\nimport './archive.js';`;

    expect(madeForTests(readSource('packages/host/a.ts', text))).toHaveLength(2);
    expect(madeForTests(readSource('packages/host/a.test.ts', text))).toEqual([]);
  });

  test('a path past the exports of another package is refused', () => {
    const deep = readSource('packages/host/a.ts', `import '@slipway/operations/ports/clock.js';`);
    const open = readSource('packages/host/a.ts', `import '@slipway/operations/ports';`);

    expect(pastTheExports(deep, manifests)).toHaveLength(1);
    expect(pastTheExports(open, manifests)).toEqual([]);
  });

  test('an import whose module is computed is refused', () => {
    expect(computedImports(readSource('packages/host/a.ts', 'await import(name);'))).toHaveLength(1);
    expect(computedImports(readSource('bench/a.ts', 'await import(name);'))).toEqual([]);
  });
});

describe('dependencies', () => {
  test('what is imported is declared in the own package.json', () => {
    const source = readSource('packages/host/a.ts', `import 'archiver';\nimport 'fflate/node';\nimport 'node:fs';`);

    expect(undeclared(source, manifests)).toEqual([
      { where: 'packages/host/a.ts:2', what: 'fflate is not declared in packages/host/package.json' },
    ]);
  });

  test('tools for tests serve tests only, and types may be tools', () => {
    const text = `import 'fast-check';\nimport type { A } from 'type-fest';`;

    expect(undeclared(readSource('packages/host/a.ts', text), manifests)).toHaveLength(1);
    expect(undeclared(readSource('packages/host/a.test.ts', text), manifests)).toEqual([]);
  });

  test('@actions/core has one importer', () => {
    expect(actionsCore(readSource('actions/a/main.ts', `import '@actions/core';`))).toHaveLength(1);
    expect(actionsCore(readSource('packages/action-kit/a.ts', `import '@actions/core';`))).toEqual([]);
  });

  test('domain and operations import nothing that does I/O', () => {
    const text = `import 'node:fs/promises';\nimport 'node:crypto';`;

    expect(worldly(readSource('packages/operations/a.ts', text))).toMatchObject([
      { where: 'packages/operations/a.ts:1' },
    ]);
    expect(worldly(readSource('packages/host/a.ts', text))).toEqual([]);
  });
});

describe('surroundings', () => {
  const reaching = [
    'process.env;',
    `process['env']['HOME'];`,
    'globalThis.process.env;',
    'const { env } = process;',
    `import { env } from 'node:process';`,
    'process.exit(1);',
    'process.stdout.write(text);',
    'console.log(text);',
  ];

  test.each(reaching)('a package is not a shell: %s', (text) => {
    expect(behindTheShell(readSource('packages/host/a.ts', text))).toHaveLength(1);
    expect(behindTheShell(readSource('packages/cli/a.ts', text))).toEqual([]);
    expect(behindTheShell(readSource('packages/action-kit/a.ts', text))).toEqual([]);
  });

  const moody = ['Date.now();', 'new Date();', 'Math.random();'];
  const unique = ['crypto.randomUUID();', `import { randomUUID } from 'node:crypto';`];

  test.each([...moody, ...unique])('a package is given time and chance: %s', (text) => {
    expect(untestable(readSource('packages/github/files.ts', text))).toHaveLength(1);
    expect(untestable(readSource('packages/host/clock.ts', text))).toEqual([]);
    expect(untestable(readSource('packages/cli/a.ts', text))).toEqual([]);
  });

  test.each(moody)('the host makes up names, but is given time and dice: %s', (text) => {
    expect(untestable(readSource('packages/host/files.ts', text))).toHaveLength(1);
  });

  test.each(unique)('the host makes up names that nobody else has: %s', (text) => {
    expect(untestable(readSource('packages/host/files.ts', text))).toEqual([]);
  });

  test('a date that is made of a number, and what the process is, are no surroundings', () => {
    const source = readSource('packages/host/a.ts', 'new Date(0);\nprocess.pid;\nprocess.platform;');

    expect([...behindTheShell(source), ...untestable(source)]).toEqual([]);
  });
});

test('260 lines are the most', () => {
  expect(tooLong(readSource('packages/host/a.ts', '\n'.repeat(259) + 'a;\n'))).toEqual([]);
  expect(tooLong(readSource('packages/host/a.ts', '\n'.repeat(260) + 'a;\n'))).toHaveLength(1);
});

test('a circle of imports is told as the path that it is, erased imports included', () => {
  const read = (path: string, ...named: readonly string[]) =>
    readSource(path, named.map((name) => `import type { A } from '${name}';`).join(''));

  expect(
    circles([
      read('packages/host/a.ts', './b/b.js'),
      read('packages/host/b/b.ts', '../c.js', 'node:fs'),
      read('packages/host/c.ts', './a.js', './d.js'),
      read('packages/host/d.ts'),
    ]),
  ).toEqual(['packages/host/a.ts → packages/host/b/b.ts → packages/host/c.ts → packages/host/a.ts']);
});
