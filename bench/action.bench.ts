import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, ratio } from './figure.ts';

const root = join(import.meta.dirname, '..');
const action = join(root, 'dist/orchestrate-chain/index.js');

const manifest = `[release_set]
id = "set-1"

[versions]
core = { version = "1.0.0", git_tag = "v1.0.0", git_commit = "" }
`;

function inAStep(): (...args: readonly string[]) => void {
  const cwd = join(root, 'node_modules/.cache/slipway/step');
  mkdirSync(cwd, { recursive: true });
  for (const [name, text] of [
    ['versions.toml', manifest],
    ['output', ''],
    ['summary.md', ''],
  ] as const)
    writeFileSync(join(cwd, name), text);
  const env = {
    PATH: process.env['PATH'],
    RUNNER_TEMP: cwd,
    GITHUB_WORKSPACE: cwd,
    GITHUB_OUTPUT: join(cwd, 'output'),
    GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
    INPUT_COMMAND: 'plan',
  };
  return (...args) => void execFileSync(process.execPath, args, { cwd, env, stdio: 'pipe' });
}

/** The smallest action that uses GitHub's toolkit, bundled as usual: what an action costs before it does anything. Its path. */
function bundledHello(): string {
  const folder = join(root, 'node_modules/.cache/slipway/hello');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hello.mjs'), `import { info } from '@actions/core';\ninfo('hello');\n`);
  const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  execFileSync(process.execPath, [ncc, 'build', 'hello.mjs', '--minify', '--quiet', '--out', 'dist'], { cwd: folder });
  return join(folder, 'dist/index.mjs');
}

const what = 'the action plans one component';

export const figures: readonly Figure[] = [
  {
    what,
    against: 'bare `node -e 0`',
    unit: '×',
    wanted: 4,
    async measure() {
      const node = inAStep();
      return ratio(
        () => node(action),
        () => node('-e', '0'),
        21,
      );
    },
  },
  {
    what,
    against: 'a bundled hello with @actions/core',
    unit: '×',
    wanted: null,
    async measure() {
      const node = inAStep();
      const hello = bundledHello();
      return ratio(
        () => node(action),
        () => node(hello),
        21,
      );
    },
  },
];
