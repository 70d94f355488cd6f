import { sentence } from '@slipway/domain';
import { toolFinding } from './tools.js';

const missing = { component: 'app', tool: 'cargo', found: null, status: 'missing' } as const;

test.each([
  ['*', 'install cargo, so that "cargo --version" answers'],
  ['>=1.80', 'install cargo >=1.80, so that "cargo --version" answers'],
])('a missing tool that is wanted at %s', (wanted, remedy) => {
  expect(toolFinding({ ...missing, wanted }).map(sentence)).toEqual([
    `app: tools.cargo: cargo is not on this machine, or does not tell its version; ${remedy}`,
  ]);
});
