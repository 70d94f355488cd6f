import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where programs that come from PyPI stand: act, which runs workflows, and zizmor, which looks for weak spots in them.
 * @param {string} root
 */
const pythonTools = (root) => join(root, 'node_modules/.cache/slipway/python');

/**
 * Installs what requirements.txt asks for, unless just that is installed.
 * @param {string} root
 * @param {(file: string, args: readonly string[]) => void} run ends this process where the command fails
 */
export function installPythonTools(root, run) {
  const folder = pythonTools(root);
  const stamp = join(folder, 'installed.txt');
  const requirements = join(root, 'scripts/setup/requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--only-binary', ':all:'];
  run(join(folder, 'bin/python'), [...pip, '--requirement', requirements]);
  writeFileSync(stamp, wanted);
}
