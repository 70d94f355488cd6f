import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Every Node on this machine that a shell would find, and the old one that is installed for tests; one of each version. */
const folders = [pathHere('../node_modules/node/bin'), ...(process.env['PATH'] ?? '').split(delimiter)];
const found = folders.map((folder) => join(folder, 'node')).filter((node) => existsSync(node));
const byVersion = new Map(
  [process.execPath, ...found].map((node) => [execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(), node]),
);

/** Users compare releases that were made years apart: a change of this digest breaks that, and belongs in the changelog. */
const archive = '2238396 sha256:1768de82662a3ea87951bb99e8b01155d05b31aef50ad06d4b60faa4938ff6dd';

test.each([...byVersion])(
  'Node %s makes the archive that every other one makes',
  (_, node) => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-archive-'));
    try {
      const flags = ['--conditions=source', `--import=${pathHere('../fixtures/typescript.mjs')}`];
      const made = execFileSync(node, [...flags, pathHere('archive-writer.ts'), folder], {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' }, // the test runner's own flags are not meant for it
      });

      expect(made).toBe(archive);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
