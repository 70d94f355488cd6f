import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSet, aSmallSet, assets, builds, checksums, git, logsOf, manifestOf } from './a-set.js';
import { aFolder, nodes, program, runProgram, slipway } from './slipway.js';

/** macOS has no sha256sum. */
const [checker, ...flags] =
  process.platform === 'darwin' ? (['shasum', '-a', '256'] as const) : (['sha256sum'] as const);

const build = (folder: string, ...args: readonly string[]) => slipway(['chain', 'build', ...args], { folder });

test('a set becomes a folder that sha256sum and tar accept, and git sees nothing of it but the release', async () => {
  const folder = aSmallSet();
  git(folder, 'init', '--quiet');

  const { code, err } = await build(folder);
  const checked = await runProgram(checker, [...flags, '-c', 'SHA256SUMS'], { folder: assets(folder) });
  const listed = await runProgram('tar', ['-tzvf', 'app-1.0.0.tar.gz'], { folder: assets(folder) });

  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(checked).toMatchObject({
    code: 0,
    out: 'app-1.0.0.tar.gz: OK\ncore-1.0.0.tar.gz: OK\ntool-1.0.0.tar.gz: OK\n',
  });
  expect(listed.out).toMatch(/^-rw-r--r-- .* out\/file\n$/);
  expect(git(folder, 'status', '--short')).toBe('?? release/\n?? source/\n?? versions.toml'.trim());
});

test('two folders, two Nodes and two orders give the same checksums', async () => {
  const [one, other] = [aSmallSet(), aSmallSet()];

  await slipway(['chain', 'build', '--max-parallel', '1'], { folder: one, node: nodes[20] });
  await slipway(['chain', 'build', '--max-parallel', '3'], { folder: other, node: nodes[24] });

  expect(checksums(one)).toBe(checksums(other));
});

test('each build is handed what all its upstreams made', async () => {
  const folder = aSet({ a: {}, b: { requires: ['a'] }, c: { requires: ['b'] } });

  await build(folder);
  const made = await runProgram('tar', ['-xzOf', 'c-1.0.0.tar.gz'], { folder: assets(folder) });

  expect(made.out).toBe('c\na\nb\n');
});

test('the same command again says already released, and --force builds all of it anew', async () => {
  const folder = aSmallSet();
  await build(folder);

  const again = await build(folder);
  const forced = await build(folder, '--force');

  expect(again).toMatchObject({ code: 0 });
  expect(again.out.split('\n')).toContain('already released');
  expect(logsOf(folder, 'set-1.2')).toEqual([]);
  expect(forced.out.split('\n')).toContain('already released');
  expect(logsOf(folder, 'set-1.3')).toEqual(['app.1.log', 'core.1.log', 'tool.1.log']);
});

test('a different release folder is refused; --replace moves it aside', async () => {
  const folder = aSmallSet();
  await build(folder);
  const former = checksums(folder);
  const changed = manifestOf({ core: {}, app: { requires: ['core'] }, tool: { build: 'echo changed > out/file' } });
  writeFileSync(join(folder, 'versions.toml'), changed);

  const refused = await build(folder);
  const replaced = await build(folder, '--replace');

  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^error: .*release\/set-1: .*; .*--replace/) });
  expect(replaced).toMatchObject({
    code: 0,
    out: expect.stringContaining('the former one is now release/set-1.replaced-1'),
  });
  expect(checksums(folder)).not.toBe(former);
  expect(readFileSync(join(folder, 'release/set-1.replaced-1/assets/SHA256SUMS'), 'utf8')).toBe(former);
});

test('--out names where release folders are made', async () => {
  const folder = aSmallSet();
  const out = join(aFolder(), 'deep/down');

  expect(await build(folder, '--out', out)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`  ${out}/set-1\n`),
  });
  expect(readdirSync(join(out, 'set-1')).toSorted()).toEqual(['RELEASE_NOTES.md', 'assets', 'release.json']);
});

test('--dry-run looks at everything and writes nothing', async () => {
  const folder = aSmallSet();

  const { code, out } = await build(folder, '--dry-run');

  expect(code).toBe(0);
  expect(out).toContain('critical path: core → app');
  expect(out).toMatch(/nothing was built; to build it:\n {2}node .*index\.js chain build\n$/);
  expect(readdirSync(folder).toSorted()).toEqual(['source', 'versions.toml']);
});

test('--dry-run finds what a build would stumble over', async () => {
  const folder = aSmallSet();
  git(join(folder, 'source'), 'tag', '-d', 'v1.0.0');

  const { code, err } = await build(folder, '--dry-run');

  expect(code).toBe(2);
  expect(err.split('\n')).toHaveLength(4);
  expect(err).toMatch(/^error: .*source.*: there is no tag v1\.0\.0; .*$/m);
});

test('--json prints one document, and people read standard error', async () => {
  const folder = aSmallSet();

  const { code, out, err } = await build(folder, '--json');

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    schema: 1,
    outcome: 'released',
    run: 'set-1.1',
    plan: { levels: [['core', 'tool'], ['app']] },
    builds: [{ component: 'app', status: 'succeeded', attempts: 1 }, { component: 'core' }, { component: 'tool' }],
    release: { folder: join(folder, 'release/set-1') },
    findings: [],
  });
  expect(err).toContain('released set-1');
});

test('--only builds a part with all that it requires, and makes no release folder', async () => {
  const folder = aSmallSet();

  const { code, out } = await build(folder, '--only', 'app');

  expect(code).toBe(0);
  expect(out).toContain('built 2 components of set-1; a part of the set makes no release folder');
  expect(logsOf(folder, 'set-1.1')).toEqual(['app.1.log', 'core.1.log']);
  expect(existsSync(join(folder, 'release'))).toBe(false);
});

test('--skip leaves out what nothing needs, and reuses what is needed or says that it cannot', async () => {
  const folder = aSmallSet();

  const refused = await build(folder, '--skip', 'core');
  const first = await build(folder, '--skip', 'tool', '--skip', 'app');
  const second = await build(folder, '--skip', 'core,tool');

  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('error: --skip: core is required') });
  expect(logsOf(folder, 'set-1.1')).toEqual(['core.1.log']);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(logsOf(folder, 'set-1.2')).toEqual(['app.1.log']);
});

test('--in-place builds uncommitted work, marks the release dirty and reuses nothing', async () => {
  const folder = aSet({ app: { build: 'cp text out/file' } });
  writeFileSync(join(folder, 'source/text'), 'uncommitted\n');
  const record = () => JSON.parse(readFileSync(join(folder, 'release/set-1/release.json'), 'utf8'));

  await build(folder);
  const clean = await runProgram('tar', ['-xzOf', 'app-1.0.0.tar.gz'], { folder: assets(folder) });
  expect(record()).toMatchObject({ dirty: false });
  const { code } = await build(folder, '--in-place', '--replace');
  const dirty = await runProgram('tar', ['-xzOf', 'app-1.0.0.tar.gz'], { folder: assets(folder) });

  expect(code).toBe(0);
  expect([clean.out, dirty.out]).toEqual(['committed\n', 'uncommitted\n']);
  expect(record()).toMatchObject({ dirty: true, components: [{ dirty: true, reused: false }] });
});

test('--verbose shows what the builds print, each line behind its component', async () => {
  const folder = aSet({ app: { build: `${builds}; printf '\\033[2Jx\\n'` }, library: {} });

  const { out } = await build(folder, '--verbose');

  expect(out).toContain('\napp     | building app\n');
  expect(out).toContain('\napp     | x\n');
  expect(out).toContain('\nlibrary | building library\n');
});

test('a failure shows its last lines and its log, and the command that goes on', async () => {
  const folder = aSet({
    app: { requires: ['broken'] },
    broken: { build: 'seq 30; echo the last words >&2; exit 7' },
    other: {},
  });

  const { code, out } = await build(folder);

  expect(code).toBe(1);
  expect(out).toContain('broken failed: exit code 7\n  | 12\n');
  expect(out).toContain('  | 30\n  | the last words\n  full log: .slipway/logs/set-1.1/broken.1.log\n');
  expect(out).toMatch(/^app +1\.0\.0 +[0-9a-f]{12} +skipped/m);
  expect(out).toMatch(/^other +1\.0\.0 +[0-9a-f]{12} +succeeded/m);
  expect(out).toMatch(/to try the same commits again:\n {2}node .*index\.js chain retry\n/);
  expect(out).toMatch(/to build what has changed since:\n {2}node .*index\.js chain build\n/);
  expect(existsSync(join(folder, 'release'))).toBe(false);
});

test('--fail-fast begins nothing more after a failure, --keep-going does, whatever the manifest says', async () => {
  const parts = { a: { build: 'exit 1' }, b: {}, c: {} };
  const [fast, slow] = [aSet(parts), aSet(parts, 'on-failure = "fail-fast"')];

  await build(fast, '--fail-fast', '--max-parallel', '1');
  await build(slow, '--keep-going', '--max-parallel', '1');

  expect(logsOf(fast, 'set-1.1')).toEqual(['a.1.log']);
  expect(logsOf(slow, 'set-1.1')).toEqual(['a.1.log', 'b.1.log', 'c.1.log']);
});

test('what failed for no reason of its own is tried again where the manifest says so', async () => {
  const once = 'test -e $SLIPWAY_CACHE_DIR/tried || { touch $SLIPWAY_CACHE_DIR/tried; exit 1; }; echo x > out/file';
  const folder = aSet({ app: { build: once } }, 'attempts = 2\nretry-on = "any"');

  const { code, out } = await build(folder);

  expect(code).toBe(0);
  expect(out).toContain('app: building, attempt 2\n');
  expect(out).toMatch(/^app +1\.0\.0 +[0-9a-f]{12} +succeeded +2 /m);
});

test('colours come with FORCE_COLOR and go with NO_COLOR', async () => {
  const folder = aSmallSet();
  const coloured = async (environment: Readonly<Record<string, string>>) =>
    (await slipway(['chain', 'plan'], { folder, environment })).out.includes('\u001b[');

  expect(await coloured({})).toBe(false);
  expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
  expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});

test('output that a full disk does not take is told once what is under way has ended, and fails', async () => {
  const folder = aSmallSet();
  const full = existsSync('/dev/full') ? '/dev/full' : '/dev/null'; // macOS has no such device
  const script = `exec "$0" "$1" chain build --verbose > ${full}`;

  const { code, err } = await runProgram('sh', ['-c', script, process.execPath, program], { folder });

  expect({ code, err }).toEqual(
    full === '/dev/full'
      ? { code: 1, err: 'error: the output: ENOSPC: no space left on device, write\n' }
      : { code: 0, err: '' },
  );
  expect(existsSync(join(folder, 'release'))).toBe(true);
});
