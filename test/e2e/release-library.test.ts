import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withDouble, world } from '@slipway/github-double';

const patience = 60_000;
const root = join(import.meta.dirname, '../..');

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'slipway-library-'));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

const acme = world()
  .organisation('acme', { owners: ['ada'] })
  .repository('acme/core', { files: { 'README.md': '# core\n' } });

/** The oldest Node that we run on, and the one that GitHub's runners use. */
test.each(['test/node_modules/node/bin/node', 'node_modules/node/bin/node'])(
  'the library does nothing on import and is called without credentials in an empty environment, by %s',
  (node) => {
    const example = join(root, 'examples/work-order/assert-release-sync.mjs');

    const printed = execFileSync(join(root, node), [example], { cwd: workspace, env: {}, encoding: 'utf8' });

    expect(printed).toBe('ok: the library does nothing without credentials, and says why\n');
  },
);

test.each([
  ['python3', 'release_sync.py'],
  ['sh', 'release_sync.sh'],
])('%s %s, whatever it is called with, says what replaced it and ends well', (interpreter, script) => {
  const args = [join(root, 'examples/migration', script), '--tenant', 'acme', 'outputs'];

  const printed = execFileSync(interpreter, args, { cwd: workspace, encoding: 'utf8' });

  expect(printed).toContain('OWNER/slipway/actions/sync-release-assets');
  expect(readdirSync(workspace)).toEqual([]);
});

/** What a platform's own job prints that calls the library. */
async function called(ended: object, env: Readonly<Record<string, string>>): Promise<unknown> {
  const library = join(root, 'dist/sync-release-assets/library.js');
  const script = `import { maybeSyncRelease } from ${JSON.stringify(library)};
    const { report, ...result } = await maybeSyncRelease(${JSON.stringify(ended)}).catch(({ message }) => ({ message }));
    console.log(JSON.stringify(result));`;
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(join(root, 'node_modules/node/bin/node'), args, { cwd: workspace, env });
  return JSON.parse(stdout);
}

test(
  'the library releases what was bought, tells the same again as unchanged, and throws what is refused',
  () =>
    withDouble(acme, async (double) => {
      mkdirSync(join(workspace, 'out'));
      writeFileSync(join(workspace, 'out/a.txt'), 'a');
      const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'write' } });
      const env = { GITHUB_API_URL: double.urls.api, GITHUB_REPOSITORY: 'acme/core', GITHUB_TOKEN: token };
      const ended = { tenantId: 'acme', workOrderId: 'WO-17', workOrder: { addons: 'artifacts_download' } };

      const first = await called({ ...ended, directory: 'out' }, env);
      const again = await called({ ...ended, directory: 'out' }, env);
      const refused = await called({ ...ended, directory: 'nowhere' }, env);

      const named = { tag: 'workorder-acme-WO-17', assetName: 'outputs.zip' };
      expect(first).toEqual({ ...named, ran: true, skippedReason: null });
      expect(again).toEqual({ ...named, ran: false, skippedReason: 'unchanged' });
      expect(refused).toEqual({ message: expect.stringContaining('there is no such folder') });
    }),
  patience,
);
