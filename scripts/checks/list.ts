import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Something that must hold of the repository; it holds if the command ends with 0. */
export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Compiles what the other checks read. */
export const types: Check = { name: 'types', command: ['tsc', '--build'] };

/** Reads sources alone, so that bundles may be made meanwhile. */
export const format: Check = { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] };

/** All other checks. Their programs are those of node_modules. `bundles`: made for the check alone, or just now in dist. */
export const checks = (root: string, bundles: 'made-elsewhere' | 'made-in-dist'): readonly Check[] => [
  {
    name: 'dist and its licences',
    command: ['node', 'scripts/checks/dist.ts', ...(bundles === 'made-in-dist' ? ['dist'] : [])],
  },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'architecture', command: ['jest', 'test/architecture'] },
  { name: 'dead code and unused dependencies', command: ['knip', '--no-progress'] },
  { name: 'lockfile', command: ['node', 'scripts/checks/lockfile.ts'] },
  { name: 'no paths of one machine', command: ['node', 'scripts/checks/machine-paths.ts'] },
  ...generators(root).map((script): Check => ({
    name: `${script} has nothing to do`,
    command: ['node', join('scripts', script), '--check'],
  })),
];

/** Each script that generates files takes `--check`: write nothing, fail if there was something to write. */
const generators = (root: string): readonly string[] =>
  readdirSync(join(root, 'scripts'))
    .filter((name) => /^generate-.*\.ts$/.test(name))
    .sort();
