// `npm test`. Plain JavaScript, because it runs before anything is installed, on Node 20 as well.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './setup/install.mjs';
import { lacks, thisMachine } from './setup/machine.mjs';
import { installPythonTools } from './setup/python-tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command to its end; a failure of it is ours.
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(file, args) {
  const PATH = [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter);
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH } });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const missing = lacks(thisMachine);
if (missing.length > 0) {
  console.error(
    `this machine lacks:\n${missing.map((line) => `  ${line}`).join('\n')}\n0 passed, ${missing.length} failed`,
  );
  process.exit(1);
}
if (!isInstalled(root)) run('npm', ['ci']);
installPythonTools(root, run);
run('node', ['scripts/verify.ts', ...process.argv.slice(2)]);
