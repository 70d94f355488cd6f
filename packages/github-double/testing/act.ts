import { delimiter, join } from 'node:path';
import type { ExecutionOptions } from '../execution/execute.js';

const root = join(import.meta.dirname, '../../..');

/** act as `npm test` has installed it (scripts/setup/python-tools.mjs). */
export const onThisMachine = (): ExecutionOptions => ({
  act: join(root, 'node_modules/.cache/slipway/python/bin/act'),
  path: [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter),
});
