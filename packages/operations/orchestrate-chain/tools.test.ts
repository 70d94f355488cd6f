import { sentence } from '@slipway/domain';
import { toolFinding } from './tools.js';

test('a tool of another version is told with its own', () => {
  const other = { component: 'app', tool: 'node', wanted: '>=22', found: '20.1.0', status: 'other-version' } as const;

  expect(toolFinding(other).map(sentence)).toEqual([
    'app: tools.node: node is 20.1.0, and the manifest asks for >=22; install node >=22',
  ]);
});

const missing = { component: 'app', tool: 'cargo', found: null, status: 'missing' } as const;

test.each([
  ['*', 'install cargo, so that "cargo --version" answers'],
  ['>=1.80', 'install cargo >=1.80, so that "cargo --version" answers'],
])('a missing tool that is wanted at %s', (wanted, remedy) => {
  expect(toolFinding({ ...missing, wanted }).map(sentence)).toEqual([
    `app: tools.cargo: cargo is not on this machine, or does not tell its version; ${remedy}`,
  ]);
});
