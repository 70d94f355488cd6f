import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, ratio } from './figure.ts';

const root = join(import.meta.dirname, '..');
const example = join(root, 'examples/bitcoin-commons');

const node = (...args: readonly string[]): void =>
  void execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' });

const bareNode = () => node('-e', '0');

export const figures: readonly Figure[] = [
  {
    what: '`chain plan` of the example',
    against: 'bare `node -e 0`',
    unit: '×',
    wanted: 2.5,
    measure: () =>
      ratio(
        () => node('dist/cli/index.js', 'chain', 'plan', '--manifest', join(example, 'versions.toml')),
        bareNode,
        21,
      ),
  },
  {
    what: 'the example again, nothing to do',
    against: 'bare `node -e 0`',
    unit: '×',
    wanted: 8,
    measure: () => ratio(() => node(join(example, 'start.mjs')), bareNode, 11),
  },
];
