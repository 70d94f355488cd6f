import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What others start, or import. */
export interface Entrance {
  /** `dist/<name>.js` */
  readonly name: string;
  readonly kind: 'program' | 'library';
  /** Its compiled main module, from the repository's root. */
  readonly main: string;
}

/** The command line, each action, and the libraries that actions have. */
export function entrances(root: string): readonly Entrance[] {
  const actions = existsSync(join(root, 'actions')) ? readdirSync(join(root, 'actions')) : [];
  return [
    { name: 'cli/index', kind: 'program', main: 'packages/cli/lib/main.js' },
    ...actions.sort().flatMap((action) =>
      modules
        .filter(({ module }) => existsSync(join(root, 'actions', action, `${module}.ts`)))
        .map(({ module, name, kind }) => ({
          name: `${action}/${name}`,
          kind,
          main: `actions/lib/${action}/${module}.js`,
        })),
    ),
  ];
}

const modules = [
  { module: 'main', name: 'index', kind: 'program' },
  { module: 'library', name: 'library', kind: 'library' },
] as const;

/** The module that all programs share: `enter(name)` loads the one that is asked for, and nothing of the others. */
export function switchboard(programs: readonly Entrance[], toRoot: string): string {
  const cases = programs.map(({ name, main }) => `  '${name}': () => import('${toRoot}/${main}'),\n`);
  return `const programs = {\n${cases.join('')}};\nexport const enter = (name) => programs[name]();\n`;
}

/**
 * What stands in `dist/<name>/index.js` of a program. Node keeps compiled code in its cache in the system's temporary folder, as it does for npm
 * and tsc, where it can (22.1 and newer) and nobody forbids it (NODE_DISABLE_COMPILE_CACHE): a tenth of the time of a short command.
 */
export const programStub = (name: string): string =>
  `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
const { enter } = await import('../shared/index.js');
await enter('${name}');
`;

/** What stands in `dist/<name>/library.js`: functions that load the library when one is called. */
export const libraryStub = (name: string, functions: readonly string[]): string =>
  `import { enter } from '../shared/index.js';
${functions.map((one) => `export const ${one} = async (...given) => (await enter('${name}')).${one}(...given);\n`).join('')}`;
