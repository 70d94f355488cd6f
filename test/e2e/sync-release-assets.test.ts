import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { digestOf } from '@slipway/domain';
import { type Double, withDouble, world } from '@slipway/github-double';
import { type RunningStep, startStep, type StepEnd } from './action-step.js';

const patience = 60_000;

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'slipway-release-'));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

const write = (path: string, content: string): void => {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
};

type Texts = Readonly<Record<string, string>>;

const start = (inputs: Texts, env: Texts = {}): RunningStep => startStep(workspace, inputs, env, 'sync-release-assets');

const step = (inputs: Texts, env: Texts = {}): Promise<StepEnd> => start(inputs, env).end;

const acme = world()
  .organisation('acme', { owners: ['ada'] })
  .repository('acme/core', { files: { 'README.md': '# core\n' } });

/** A step that may write to acme/core on the double, as on a runner. */
const stepOn = (double: Double) => {
  const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'write' } });
  const env = { GITHUB_API_URL: double.urls.api, GITHUB_REPOSITORY: 'acme/core', GITHUB_REF: 'refs/tags/v1' };
  return {
    token,
    start: (inputs: Texts) => start({ token, ...inputs }, env),
    run: (inputs: Texts) => step({ token, ...inputs }, env),
  };
};

const errors = ({ log }: StepEnd): readonly string[] => log.match(/^::error.*$/gm) ?? [];
const report = ({ outputs }: StepEnd): unknown => JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'));

test(
  'files are released under the pushed tag, told in outputs, summary and report, and the same again is unchanged',
  () =>
    withDouble(acme, async (double) => {
      write('dist/my app.txt', 'one');
      write('dist/b.txt', 'two');
      write('NOTES.md', 'What is new\n');
      const { run, token } = stepOn(double);

      const first = await run({ files: 'dist/*.txt', 'notes-file': 'NOTES.md' });
      const again = await run({ files: 'dist/*.txt' });

      expect([first.code, errors(first)]).toEqual([0, []]);
      expect(first.outputs).toMatchObject({
        ran: 'true',
        'skipped-reason': '',
        tag: 'v1',
        'asset-name': '',
        digest: '',
      });
      expect(first.outputs['release-url']).toBe(`${double.urls.server}/acme/core/releases/tag/v1`);
      const assets: { name: string; digest: string; url: string; action: string }[] = JSON.parse(
        first.outputs['assets'] ?? '',
      );
      expect(assets.map(({ name, digest, action }) => [name, digest, action])).toEqual([
        ['b.txt', digestOf('two'), 'upload'],
        ['my.app.txt', digestOf('one'), 'upload'],
        ['SHA256SUMS', expect.any(String), 'upload'],
      ]);
      const download = await promisify(execFile)('curl', ['-sfL', assets[1]?.url ?? '']);
      expect(download.stdout).toBe('one');
      expect(readFileSync(first.outputs['checksums-file'] ?? '', 'utf8')).toMatch(/ {2}b\.txt\n.* {2}my\.app\.txt\n$/);
      expect(first.summary).toMatch(
        /^## v1: synced\n[^]*\| \[my\.app\.txt\]\(http.*\) \| 3 \| `sha256:.*` \| uploaded \|/,
      );
      expect(report(first)).toMatchObject({ schema: 1, outcome: 'synced', entitlement: { outcome: 'not-asked' } });
      expect([again.code, again.outputs]).toMatchObject([
        0,
        { ran: 'false', 'skipped-reason': 'unchanged', tag: 'v1' },
      ]);
      const shown = first.log.replace(`::add-mask::${token}`, '') + first.summary + JSON.stringify(report(first));
      expect(shown).not.toContain(token);
    }),
  patience,
);

test(
  'an archive for a work order that bought it, without a list of checksums',
  () =>
    withDouble(acme, async (double) => {
      write('out/a.txt', 'a');
      write('out/deep/b.txt', 'b');
      write('order.json', JSON.stringify({ order: { id: 'WO-17', features: { artifacts_download: 'yes' } } }));
      write('tenant.json', JSON.stringify({ id: 'acme', features: { artifacts_download: false } }));
      const { run } = stepOn(double);

      const end = await run({
        directory: 'out',
        archive: 'outputs.zip',
        'work-order': 'order.json',
        tenant: 'tenant.json',
        checksums: '',
      });

      expect([end.code, errors(end)]).toEqual([0, []]);
      expect(end.outputs).toMatchObject({
        ran: 'true',
        tag: 'workorder-acme-WO-17',
        'asset-name': 'outputs.zip',
        'checksums-file': '',
      });
      const zip = join(workspace, 'downloaded.zip');
      await promisify(execFile)('curl', ['-sfLo', zip, end.outputs['asset-url'] ?? '']);
      expect(`sha256:${execFileSync('sha256sum', [zip], { encoding: 'utf8' }).slice(0, 64)}`).toBe(
        end.outputs['digest'],
      );
      expect(execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' })).toBe('a.txt\ndeep/b.txt\n');
      expect(end.log).toMatch(
        /^::warning::tenant: features.artifacts_download: work-order: .* grants .* it is granted/m,
      );
      expect(end.summary).toContain('Entitlement to artifacts\\_download: entitled');
    }),
  patience,
);

/** Prints what a process had in memory at most, kilobytes. */
const tellsMemory = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.log('at most ' + process.resourceUsage().maxRSS))",
)}`;

test(
  'a large upload that breaks at nine tenths is sent again, and never held in memory',
  () =>
    withDouble(acme, async (double) => {
      const size = 300 * 2 ** 20;
      write('dist/large.bin', '');
      truncateSync(join(workspace, 'dist/large.bin'), size);
      double.faults.add({ fault: { kind: 'reset-upload', bytes: 0.9 * size }, on: /large/ });
      const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'write' } });
      const env = { GITHUB_API_URL: double.urls.api, GITHUB_REPOSITORY: 'acme/core', NODE_OPTIONS: tellsMemory };

      const end = await step({ token, files: 'dist/*', tag: 'v1' }, env);

      expect([end.code, errors(end)]).toEqual([0, []]);
      expect(double.log.effects('asset-broken')).toHaveLength(1);
      expect(JSON.parse(end.outputs['assets'] ?? '')).toMatchObject([{ name: 'large.bin', size }, {}]);
      // A tenth of the file. The bench has the limit of 150 MB, which a busy machine may miss by some.
      expect(Number(/^at most (\d+)$/m.exec(end.log)?.[1]) * 1024).toBeLessThan(200_000_000);
    }),
  patience,
);

test(
  'a cancelled job ends at once, and the next one goes on',
  () =>
    withDouble(acme, async (double) => {
      write('dist/a.txt', 'a');
      const onDouble = stepOn(double);
      double.faults.add({ fault: { kind: 'slow', ms: 3_600_000 }, on: /assets/ });

      const first = onDouble.start({ files: 'dist/*' });
      while (double.world.asleep === 0 && first.process.exitCode === null) await after(20);
      first.process.kill('SIGINT');
      const end = await first.end;
      double.faults.clear();
      const next = await onDouble.run({ files: 'dist/*' });

      expect([end.code, errors(end)]).toEqual([130, [expect.stringContaining('run it again')]]);
      expect(report(end)).toMatchObject({ outcome: 'interrupted' });
      expect([next.code, next.outputs['ran']]).toEqual([0, 'true']);
    }),
  patience,
);

const bought = { id: 'WO-17', tenant: 'acme', status: 'completed', purchases: ['artifacts_download'] };

test.each([
  ['no-credentials', bought, {}],
  ['not-entitled', { ...bought, purchases: 'other' }, {}],
  ['not-completed', { ...bought, status: 'Running' }, { PLATFORM_FORCE_RELEASE_SYNC: '1' }],
  ['disabled', bought, { PLATFORM_DISABLE_RELEASE_SYNC: '1', PLATFORM_FORCE_RELEASE_SYNC: '1' }],
])('%s: green, nothing is done, and the reason is told', async (reason, order, env) => {
  write('order.json', JSON.stringify(order));

  const end = await step({ directory: '.', 'work-order': 'order.json' }, env);

  expect([end.code, errors(end)]).toEqual([0, []]);
  expect(end.outputs).toMatchObject({
    ran: 'false',
    'skipped-reason': reason,
    tag: 'workorder-acme-WO-17',
    'release-id': '',
  });
  expect(end.log).toMatch(/^skipped: /m);
});

test('files alone without a token are red', async () => {
  write('a', 'a');

  const end = await step({ files: 'a', tag: 'v1' });

  expect([end.code, end.outputs['ran']]).toEqual([1, 'false']);
  expect(errors(end)).toEqual([expect.stringMatching(/^::error::input token: there is no token, or no repository/)]);
  expect(report(end)).toMatchObject({ outcome: 'refused', findings: [{ code: 'missing-permission' }] });
});

test('a work order without an id is told which keys it may stand under', async () => {
  write('order.json', JSON.stringify({ ...bought, id: undefined }));

  const end = await step({ directory: '.', 'work-order': 'order.json' }, { GITHUB_TOKEN: 'x' });

  expect(end.code).toBe(1);
  expect(errors(end)).toEqual([expect.stringContaining('give the work order an id, work_order_id or workOrderId')]);
});

test('all inputs that are wrong are told at once', async () => {
  const wrong = await step({ 'if-exists': 'overwrite', 'max-parallel': '0', draft: 'yes' });
  const contradicting = await step({ notes: 'a', 'notes-file': 'b' });

  expect(errors(wrong)).toHaveLength(3);
  expect(errors(contradicting)).toEqual([
    '::error::input files: nothing says which files; give files, or directory for all that is in a folder',
    '::error::input notes-file: notes and a file of notes are given; give one of them',
  ]);
  expect(wrong.outputs['ran']).toBe('false');
});
