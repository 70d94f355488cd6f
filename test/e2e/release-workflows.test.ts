import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type Double, executes, type Files, withDouble, world } from '@slipway/github-double';
import { pythonTool } from '../fixtures/python-tool.js';

const run = promisify(execFile);

const patience = 120_000;
const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'actions/sync-release-assets/README.md'), 'utf8');

/** A workflow as the README prints it. */
function printed(file: string): string {
  const block = new RegExp(`^\`\`\`yaml\\n# \\.github/workflows/${file}\\n(?<yaml>.*?)^\`\`\`$`, 'ms').exec(readme);
  if (!block?.groups?.['yaml']) throw new Error(`the README has no ${file}`);
  return block.groups['yaml'];
}

/** What a user gets of us: actions and their bundles. */
let ours: string;
beforeAll(() => {
  ours = mkdtempSync(join(tmpdir(), 'slipway-as-used-'));
  for (const part of ['actions', 'dist'])
    cpSync(join(root, part), join(ours, part), { recursive: true, filter: (path) => !/node_modules|\/lib/.test(path) });
});
afterAll(() => rmSync(ours, { recursive: true }));

const aRepository = (file: string, files: Files) =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { files })
    .workflow(file, printed(file))
    .having(
      executes(file, {
        act: pythonTool('act'),
        path: [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter),
        actions: { 'OWNER/slipway': ours },
      }),
    );

type Ask = (method: string, path: string, body?: object) => Promise<Response>;

function asAda(double: Double): Ask {
  const token = double.token({ kind: 'classic', user: 'ada' });
  return (method, path, body) =>
    fetch(`${double.urls.api}/repos/acme/core${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
}

interface Run {
  readonly id: number;
  readonly status: string;
  readonly conclusion: string;
}

/** How the only run ends: `success`, else with its log. */
async function ending(double: Double, ask: Ask): Promise<string> {
  for (;;) {
    const {
      workflow_runs: [last],
    }: { workflow_runs: Run[] } = await json(ask('GET', '/actions/runs'));
    if (last?.status === 'completed') return last.conclusion === 'success' ? 'success' : logOf(ask, last);
    await double.clock.sleep(10_000);
  }
}

async function logOf(ask: Ask, { id }: Run): Promise<string> {
  const { jobs }: { jobs: { id: number }[] } = await json(ask('GET', `/actions/runs/${id}/jobs`));
  const logs = await Promise.all(jobs.map((job) => ask('GET', `/actions/jobs/${job.id}/logs`)));
  return (await Promise.all(logs.map((response) => response.text()))).join('\n');
}

const json = async (response: Promise<Response>) => JSON.parse(await (await response).text());

/** The double answers in this process: nothing here may wait for curl. */
const download = async (url: string): Promise<Buffer> =>
  (await run('curl', ['-sfL', url], { encoding: 'buffer' })).stdout;

interface Release {
  readonly assets: readonly { readonly name: string; readonly browser_download_url: string }[];
}

/** What the public downloads, by curl. */
async function published(ask: Ask, tag: string): Promise<Readonly<Record<string, Buffer>>> {
  const { assets }: Release = await json(ask('GET', `/releases/tags/${tag}`));
  return Object.fromEntries(
    await Promise.all(assets.map(async ({ name, browser_download_url: url }) => [name, await download(url)] as const)),
  );
}

test(
  'a pushed tag releases what was built, as the README prints it',
  () =>
    withDouble(
      aRepository('release.yml', {
        Makefile: 'dist:\n\tmkdir dist && printf one > dist/one.txt && printf two > "dist/two 2.txt"\n',
      }),
      async (double) => {
        const ask = asAda(double);
        const { sha }: { sha: string } = await json(ask('GET', '/commits/main'));

        await ask('POST', '/git/refs', { ref: 'refs/tags/v1.2.3', sha });

        expect(await double.drive(ending(double, ask))).toBe('success');
        const assets = await published(ask, 'v1.2.3');
        expect([String(assets['one.txt']), String(assets['two.2.txt'])]).toEqual(['one', 'two']);
        expect(await checked(assets)).toEqual(['one.txt: OK', 'two.2.txt: OK']);
      },
    ),
  patience,
);

const worker = {
  'run-work-order': '#!/bin/sh\nmkdir -p "$2/maps" && cp "$1" "$2/maps/order.json" && echo done > "$2/result.txt"\n',
};

test(
  'a work order that ends delivers its outputs to whom bought them, as the README prints it, and to nobody else',
  () =>
    withDouble(aRepository('work_order.yml', worker), async (double) => {
      const ask = asAda(double);
      const deliver = async (order: object): Promise<string> => {
        const inputs = { order: JSON.stringify(order) };
        await ask('POST', '/actions/workflows/work_order.yml/dispatches', { ref: 'main', inputs });
        return double.drive(ending(double, ask));
      };
      const order = { id: 'WO-17', tenant: 'acme', status: 'Completed' };

      expect(await deliver({ ...order, id: 'WO-18', addons: ['support'] })).toBe('success');
      expect(await ask('GET', '/releases').then((response) => response.json())).toEqual([]);

      expect(await deliver({ ...order, purchases: [{ sku: 'artifacts_download' }] })).toBe('success');
      const assets = await published(ask, 'workorder-acme-WO-17');
      expect(Object.keys(assets).toSorted()).toEqual(['SHA256SUMS', 'outputs.zip']);
      expect(await checked(assets)).toEqual(['outputs.zip: OK']);
      const bought = JSON.stringify({ ...order, purchases: [{ sku: 'artifacts_download' }] });
      const files = await unpacked(assets['outputs.zip']);
      expect(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.trim()]))).toEqual({
        'maps/order.json': bought,
        'result.txt': 'done',
      });
    }),
  patience,
);

/** The files in a zip, once unzip has tested it. */
const unpacked = (zip: Buffer | undefined): Promise<Readonly<Record<string, string>>> =>
  inFolder({ 'outputs.zip': zip ?? Buffer.alloc(0) }, async (folder) => {
    await run('unzip', ['-tq', 'outputs.zip'], { cwd: folder });
    await run('unzip', ['-q', 'outputs.zip', '-d', 'files'], { cwd: folder });
    const files = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    const read = ({ parentPath, name }: (typeof files)[number]) => {
      const path = join(parentPath, name);
      return [relative(join(folder, 'files'), path), readFileSync(path, 'utf8')] as const;
    };
    return Object.fromEntries(files.map(read));
  });

/** What sha256sum says of each asset that SHA256SUMS lists. */
const checked = (assets: Readonly<Record<string, Buffer>>): Promise<readonly string[]> =>
  inFolder(assets, async (folder) => {
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder });
    return stdout.trim().split('\n');
  });

async function inFolder<T>(files: Readonly<Record<string, Buffer>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-assets-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
