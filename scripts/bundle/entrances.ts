import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A program of ours: `dist/<name>/index.js`. */
export interface Entrance {
  readonly name: string;
  /** Its compiled main module, from the repository's root. */
  readonly main: string;
}

/** The command line, and each action. */
export function entrances(root: string): readonly Entrance[] {
  const actions = existsSync(join(root, 'actions')) ? readdirSync(join(root, 'actions')) : [];
  return [
    { name: 'cli', main: 'packages/cli/lib/main.js' },
    ...actions
      .filter((name) => existsSync(join(root, 'actions', name, 'main.ts')))
      .sort()
      .map((name) => ({ name, main: `actions/lib/${name}/main.js` })),
  ];
}

/** The module that all programs share: `enter(name)` loads the one that is asked for, and nothing of the others. */
export function switchboard(programs: readonly Entrance[], toRoot: string): string {
  const cases = programs.map(({ name, main }) => `  '${name}': () => import('${toRoot}/${main}'),\n`);
  return `const programs = {\n${cases.join('')}};\nexport const enter = (name) => programs[name]();\n`;
}

/**
 * What stands in `dist/<name>/index.js`. Node keeps compiled code in its cache in the system's temporary folder, as it does for npm
 * and tsc, where it can (22.1 and newer) and nobody forbids it (NODE_DISABLE_COMPILE_CACHE): a tenth of the time of a short command.
 */
export const stub = (name: string): string =>
  `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
const { enter } = await import('../shared/index.js');
await enter('${name}');
`;
