import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entrances } from './entrances.ts';

test('the command line and every action that has a main.ts are programs', () => {
  const root = mkdtempSync(join(tmpdir(), 'entrances-'));
  for (const name of ['publish-release', 'orchestrate-chain', 'notes'])
    mkdirSync(join(root, 'actions', name), { recursive: true });
  for (const name of ['publish-release', 'orchestrate-chain'])
    writeFileSync(join(root, 'actions', name, 'main.ts'), '');

  const programs = entrances(root);
  rmSync(root, { recursive: true });

  expect(programs).toEqual([
    { name: 'cli', main: 'packages/cli/lib/main.js' },
    { name: 'orchestrate-chain', main: 'actions/lib/orchestrate-chain/main.js' },
    { name: 'publish-release', main: 'actions/lib/publish-release/main.js' },
  ]);
});
