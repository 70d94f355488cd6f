import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ExecutionOptions } from '../execution/execution.js';

const root = join(import.meta.dirname, '../../..');

/** act as `npm test` has installed it (scripts/setup/python-tools.mjs). A test that waits for what it would do must not begin without it. */
export function onThisMachine(): ExecutionOptions {
  const act = join(root, 'node_modules/.cache/slipway/python/bin/act');
  if (!existsSync(act)) throw new Error(`act is missing (${act}): scripts/setup installs it, as npm test does`);
  return { act, path: [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter) };
}
