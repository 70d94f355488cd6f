import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The oldest Node that we run on, and the one that GitHub's runners use. */
const nodes = ['test/node_modules/node/bin/node', 'node_modules/node/bin/node'].map((path) => join(root, path));

let elsewhere: string;
beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'slipway-bundle-'));
  cpSync(join(root, 'dist'), join(elsewhere, 'dist'), { recursive: true });
});
afterAll(() => rmSync(elsewhere, { recursive: true }));

test('the bundled command line plans a chain on Node 20 and 24, far from any node_modules', () => {
  const manifest = join(root, 'examples/bitcoin-commons/versions.toml');
  const args = [join(elsewhere, 'dist/cli/index.js'), 'chain', 'plan', '--json', '--manifest', manifest];

  const versions = nodes.map((node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).split('.')[0]);
  const plans = nodes.map((node) => JSON.parse(execFileSync(node, args, { cwd: elsewhere, encoding: 'utf8' })));

  expect(versions).toEqual(['v20', 'v24']);
  expect(plans[0]).toHaveProperty('levels');
  expect(plans[1]).toEqual(plans[0]);
});

test('the command line can be started by its name', () => {
  const program = join(elsewhere, 'dist/cli/index.js');

  expect(statSync(program).mode & 0o111).toBe(0o111);
  expect(execFileSync(program, ['--help'], { encoding: 'utf8' })).toContain('chain');
});
