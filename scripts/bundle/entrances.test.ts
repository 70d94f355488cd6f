import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entrances } from './entrances.ts';

test('the command line and every action that has a main.ts are programs, and a library.ts is a library', () => {
  const root = mkdtempSync(join(tmpdir(), 'entrances-'));
  for (const name of ['publish-release', 'orchestrate-chain', 'notes'])
    mkdirSync(join(root, 'actions', name), { recursive: true });
  for (const name of ['publish-release', 'orchestrate-chain'])
    writeFileSync(join(root, 'actions', name, 'main.ts'), '');
  writeFileSync(join(root, 'actions/publish-release/library.ts'), '');

  const programs = entrances(root);
  rmSync(root, { recursive: true });

  expect(programs).toEqual([
    { name: 'cli/index', kind: 'program', main: 'packages/cli/lib/main.js' },
    { name: 'orchestrate-chain/index', kind: 'program', main: 'actions/lib/orchestrate-chain/main.js' },
    { name: 'publish-release/index', kind: 'program', main: 'actions/lib/publish-release/main.js' },
    { name: 'publish-release/library', kind: 'library', main: 'actions/lib/publish-release/library.js' },
  ]);
});
