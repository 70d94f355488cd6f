import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '@slipway/domain';
import { connect, githubReleases, givenToken } from '@slipway/github';
import { type Double, RealClock, startDouble, world } from '@slipway/github-double';
import { aFolder, type Ending, nodes, program, runProgram, slipway, startSlipway } from './slipway.js';

let double: Double;
let token: string;
let folder: string;
beforeEach(async () => {
  double = await startDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/core'),
    { clock: new RealClock() },
  );
  token = double.token({ kind: 'classic', user: 'ada' });
  folder = aFolder();
});
afterEach(() => double.close());

/** What a runner, or a person's shell, may have set. */
const nothingSet = Object.fromEntries(
  ['GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_REPOSITORY', 'GITHUB_REF_TYPE', 'SOURCE_DATE_EPOCH'].map((name) => [name, '']),
);

const surroundings = (environment: Readonly<Record<string, string>> = {}) => ({
  folder,
  environment: {
    ...nothingSet,
    GITHUB_API_URL: double.urls.api,
    GITHUB_TOKEN: token,
    GITHUB_REPOSITORY: 'acme/core',
    ...environment,
  },
});

const assets = (...args: readonly string[]): Promise<Ending> => slipway(['assets', ...args], surroundings());

function write(path: string, content: string | Buffer = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** What the public gets for an asset. */
async function downloaded(tag: string, name: string): Promise<Buffer> {
  const to = join(aFolder(), 'asset');
  const url = `${double.urls.server}/acme/core/releases/download/${tag}/${name}`;
  const { code } = await runProgram('curl', ['-sfL', '-o', to, url], { folder });
  if (code !== 0) throw new Error(`curl ended with ${code}`);
  return readFileSync(to);
}

const effects = (kind: string): number => double.log.effects(kind).length;

test('plan writes nothing, sync uploads, the same again changes nothing, verify finds all as it was', async () => {
  write('dist/app one.bin', randomBytes(3_000_000));
  write('dist/notes.txt');
  write('dist/debug.log');
  const what = ['--tag', 'v1', '--files', 'dist/*\n!dist/*.log'];

  const planned = await assets('plan', ...what);
  const before = double.log.effects().length;
  const synced = await assets('sync', ...what);
  const uploads = effects('asset-uploaded');
  const again = await assets('sync', ...what);
  const verified = await assets('verify', '--tag', 'v1');

  expect(planned).toMatchObject({ code: 0, err: '' });
  expect(planned.out).toMatch(/^would upload: app\.one\.bin \("app one\.bin" here\), 3000000 bytes, sha256:/m);
  expect(before).toBe(0);
  expect(synced).toMatchObject({ code: 0, err: '' });
  expect(synced.out).toMatch(/^uploading 3 files, 3\.0 MB$/m);
  expect(synced.out).toMatch(/^synced: http.* \(public; 3 uploaded, 0 replaced, 0 unchanged\)$/m);
  expect(again.out).toMatch(/^skipped: the release has all of it already/m);
  expect([uploads, effects('asset-uploaded')]).toEqual([3, 3]);
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toMatch(/^verified: .* \(2 of 2 assets as they are listed\)$/m);
  expect((await downloaded('v1', 'app.one.bin')).equals(readFileSync(join(folder, 'dist/app one.bin')))).toBe(true);
  expect(String(await downloaded('v1', 'notes.txt'))).toBe('dist/notes.txt');
}, 60_000);

test('an archive is the same bytes here and on the release, and its record is verified', async () => {
  for (const name of ['b', 'a', 'deep/c']) write(`results/${name}`, 'word '.repeat(10_000));
  const what = ['--directory', 'results', '--archive', 'all.zip'];

  const synced = await assets('sync', '--tag', 'v1', '--checksums', '', '--json', ...what);
  const made = await assets('archive', '--out', 'here', ...what);
  const again = await assets('archive', '--out', 'here', ...what);
  const verified = await assets('verify', '--tag', 'v1', '--checksums', '', '--json');

  const report = JSON.parse(synced.out);
  expect(report).toMatchObject({ outcome: 'synced', asset: { name: 'all.zip', action: 'upload' } });
  expect(made.out).toContain(`archived: ${join(folder, 'here/all.zip')} (3 files, `);
  expect(made.out).toContain(report.asset.digest);
  expect(again.out).toContain('already archived: ');
  expect((await downloaded('v1', 'all.zip')).equals(readFileSync(join(folder, 'here/all.zip')))).toBe(true);
  expect(execFileSync('unzip', ['-tqq', 'here/all.zip'], { cwd: folder, encoding: 'utf8' })).toBe('');
  expect(readdirSync(join(folder, 'here'))).toEqual(['all.zip']);
  expect(JSON.parse(verified.out)).toMatchObject({
    outcome: 'verified',
    assets: [{ name: 'all.zip', expected: [{ by: 'record' }] }],
  });
}, 60_000);

test('verify ends with 1 and names each asset that is not as it was', async () => {
  for (const name of ['a', 'b', 'c']) write(name);
  await assets('sync', '--tag', 'v1', '--files', '*');
  await changedByHand('v1');

  const { code, out, err } = await assets('verify', '--tag', 'v1');

  expect(code).toBe(1);
  expect(out).toMatch(/^c: OK, sha256:/m);
  expect(out).toMatch(/^damaged: .* \(1 of 4 assets as they are listed\)$/m);
  expect(err).toMatch(/^error: asset "a": it has 7 bytes with sha256:.*; the list of checksums says sha256:/m);
  expect(err).toMatch(/^error: asset "b": the release has no such asset; the list of checksums says /m);
  expect(err).toMatch(/^error: asset "new": the list of checksums leaves it out /m);
}, 60_000);

/** Somebody exchanges `a`, deletes `b` and adds `new`, by hand. */
async function changedByHand(tag: string): Promise<void> {
  const tokens = givenToken(token);
  const client = connect({ apiUrl: double.urls.api, tokens, clock: double.clock, pace: { betweenWrites: 0 } });
  const releases = githubReleases(client, { owner: 'acme', repo: 'core' });
  const [release] = await releases.withTag(tag);
  if (!release) throw new Error(`no release ${tag}`);
  for (const asset of await releases.assets(release.id))
    if (/^[ab]$/.test(asset.name)) await releases.removeAsset(asset);
  write('by hand');
  const file = { path: join(folder, 'by hand'), size: 7, digest: digestOf('by hand') };
  for (const name of ['a', 'new']) await releases.upload(release, { ...file, name });
}

test('interrupted in the middle of an upload it ends with 130, and the same again goes on', async () => {
  write('large', randomBytes(5_000_000));
  double.faults.add({
    fault: { kind: 'slow', ms: 600_000 },
    on: 'POST /repos/{owner}/{repo}/releases/{release_id}/assets',
  });
  const what = ['assets', 'sync', '--tag', 'v1', '--files', 'large'];
  const first = startSlipway(what, surroundings());
  await first.printed('uploading 2 files');
  first.child.kill('SIGINT');

  const interrupted = await first.ending;
  double.faults.clear();
  const second = await slipway(what, surroundings());

  expect(interrupted.code).toBe(130);
  expect(interrupted.out).toContain('interrupted: the same again goes on from here');
  expect(second.code).toBe(0);
  expect((await downloaded('v1', 'large')).equals(readFileSync(join(folder, 'large')))).toBe(true);
}, 60_000);

/** Gives the program a terminal, and passes on what it shows there. */
const inTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

test.each([
  ['colours', {}, true],
  ['NO_COLOR', { NO_COLOR: '1' }, false],
])(
  'on a terminal, with %s, bytes and files are counted in one place',
  async (_, environment, isColoured) => {
    write('app.bin', randomBytes(3_000_000));
    const args = ['assets', 'sync', '--tag', 'v1', '--files', 'app.bin'];

    const { code, out } = await runProgram('python3', ['-c', inTerminal, nodes[24], program, ...args], {
      ...surroundings({ TERM: 'xterm', ...environment }),
    });

    expect(code).toBe(0);
    expect(out).toMatch(/uploading: \d of 2 files, .* of 3\.0 MB/);
    expect(out).toContain('\u001b[?2026h');
    expect(out.includes('\u001b[1m')).toBe(isColoured);
    expect(out).toMatch(/synced: http.*2 uploaded/);
  },
  60_000,
);

test.each([
  [['sync', '--tag', 'v1'], {}, 2, 'error: --files: nothing says which files are meant; give --files '],
  [['sync', '--tag', 'v1', '--files', 'none'], {}, 2, 'error: files: "none" is not there; '],
  [['sync', '--files', 'a'], {}, 2, 'error: tag: there is no tag to release under; '],
  [['sync', '--tag', 'v1', '--files', 'a'], { GITHUB_TOKEN: '' }, 1, 'error: GITHUB_TOKEN: there is no token; set '],
  [['sync', '--tag', 'v1', '--files', 'a'], { GITHUB_REPOSITORY: '' }, 2, 'error: --repository: nothing says which'],
  [
    ['plan', '--tag', 'v1', '--files', 'a', '--repository', 'core'],
    {},
    2,
    'error: --repository: "core" is no repository',
  ],
  [['verify', '--tag', 'v1'], { GITHUB_API_URL: 'github' }, 2, 'error: GITHUB_API_URL: "github" is no address of a '],
  [
    ['verify', '--tag', 'v1'],
    { GITHUB_REPOSITORY: '', GITHUB_SERVER_URL: 'x' },
    2,
    'GITHUB_SERVER_URL: "x" is no addr',
  ],
  [['verify', '--tag', 'v9'], {}, 2, 'error: release v9: no release has this tag'],
  [['verify'], {}, 2, 'error: --tag: nothing says which release is meant; '],
  [
    ['archive', '--directory', '.', '--archive', 'x.rar'],
    {},
    2,
    'error: archive x.rar: this is no name for an archive',
  ],
  [['sync', '--files', 'a', '--notes', 'x', '--notes-file', 'y'], {}, 2, 'cannot be used with'],
  [['sync', '--tag', 'v1', '--files', 'a', '--notes-file', 'y'], {}, 2, 'error: --notes-file: there is no file '],
  [['sync', '--tag', 'v1', '--files', 'a', '--work-order', 'a'], {}, 2, 'error: --work-order: '],
  [['sync', '--tag', 'v1', '--files', ''], {}, 2, 'Give a pattern'],
] as const)('%j with %j ends with %d and one error', async (args, environment, code, message) => {
  write('a');

  const ended = await slipway(['assets', ...args], surroundings(environment));

  expect(ended.err).toContain(message);
  expect(ended.code).toBe(code);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  expect(double.log.effects()).toEqual([]);
});

test('the repository is the one that git knows, and the token may be that of gh', async () => {
  write('a');
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:acme/core.git'], { cwd: folder });
  const environment = { GITHUB_REPOSITORY: '', GITHUB_TOKEN: '', GH_TOKEN: token };
  const plan = ['assets', 'plan', '--tag', 'v1', '--files', 'a', '--json'];

  const planned = await slipway(plan, surroundings(environment));
  execFileSync('git', ['remote', 'add', 'fork', 'https://github.com/ada/core'], { cwd: folder });
  const ambiguous = await slipway(plan, surroundings(environment));

  expect(JSON.parse(planned.out)).toMatchObject({ outcome: 'planned' });
  expect(JSON.parse(ambiguous.out)).toMatchObject({ outcome: 'refused', findings: [{ code: 'bad-input' }] });
  expect(ambiguous.err).toContain('the git remotes are several: acme/core, ada/core');
});

test("a customer's job without credentials does nothing, and that is no failure", async () => {
  write(
    'order.json',
    JSON.stringify({ id: 17, tenant: 'acme', status: 'completed', features: ['artifacts_download'] }),
  );
  write('out/a');

  const args = ['assets', 'sync', '--work-order', 'order.json', '--directory', 'out', '--archive', 'out.zip'];
  const without = await slipway(args, surroundings({ GITHUB_TOKEN: '' }));
  const synced = await slipway(args, surroundings());

  expect(without).toMatchObject({ code: 0, out: expect.stringContaining('skipped: there is no token'), err: '' });
  expect(synced).toMatchObject({ code: 0, err: '' });
  expect(existsSync(join(folder, 'out.zip'))).toBe(false);
  expect((await downloaded('workorder-acme-17', 'out.zip')).length).toBeGreaterThan(0);
}, 60_000);
