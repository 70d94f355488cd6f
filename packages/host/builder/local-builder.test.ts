import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { BuildOutcome, ResolvedSource } from '@slipway/operations/ports';
import { artifactStore } from '../artifacts/artifact-store.js';
import { isGroupAlive } from '../processes/group.js';
import { aRepository, gitEnv } from '../sources/a-repository.js';
import { aControl, anOrder } from './an-order.js';
import { localBuilder, type LocalBuilderOptions } from './local-builder.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-builder-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const builder = (options: Partial<LocalBuilderOptions> = {}) =>
  localBuilder({
    manifestDir: dir,
    stateDir: join(dir, '.slipway'),
    cacheDir: join(dir, '.slipway/repositories'),
    environment: gitEnv,
    artifacts: artifactStore(join(dir, '.slipway/artifacts')),
    grace: 10_000,
    ...options,
  });

const sh = (script: string): [string, ...string[]] => ['sh', '-c', script];
const buildScript = (script: string) => builder().build(anOrder(dir, sh(script)), aControl());
const commitOf = (repository: string, commit: string): ResolvedSource => ({
  kind: 'commit',
  repository,
  commit,
  time: 1_700_000_000,
});
const failedWith = (kind: string, what: string) => ({
  status: 'failed',
  failure: { kind, what: expect.stringContaining(what) },
});
const read = (path: string): string => readFileSync(join(dir, path), 'utf8');

/** What the build wrote into its one artifact, `out`. */
function outOf(outcome: BuildOutcome): string {
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.failure));
  const hex = outcome.artifacts[0]?.digest.slice('sha256:'.length) ?? '';
  return read(`.slipway/artifacts/sha256/${hex.slice(0, 2)}/${hex.slice(2)}`);
}

async function appearance(path: string): Promise<string> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await after(5);
  return readFileSync(path, 'utf8').trim();
}

describe('a clean checkout', () => {
  test('has what was committed; uncommitted work neither leaks in nor is touched', async () => {
    const { commit, folder, git } = aRepository(join(dir, 'lib'));
    const head = commit({ a: 'committed', '.gitattributes': '*.txt text eol=lf\n' });
    git('tag', 'v1.0.0');
    writeFileSync(join(folder, 'a'), 'changed');
    writeFileSync(join(folder, 'staged'), 'x');
    git('add', 'staged');
    writeFileSync(join(folder, 'untracked'), 'x');
    const entries = (): unknown => [
      readdirSync(folder),
      readdirSync(join(folder, '.git')),
      readFileSync(join(folder, '.git/index')),
      git('worktree', 'list'),
    ];
    const before = entries();

    const order = anOrder(
      commitOf(folder, head),
      sh('{ ls; cat a; echo; git status --short; git describe --tags; } > out; echo dirt > a'),
    );
    const outcome = await builder().build(order, aControl());

    expect(outOf(outcome)).toBe('a\nout\ncommitted\n?? out\nv1.0.0\n');
    expect(entries()).toEqual(before);
    expect(existsSync(join(dir, '.slipway/work/lib'))).toBe(false);
  });

  test('brings its submodules, whose relative addresses start at the origin of the user’s checkout', async () => {
    const inner = aRepository(join(dir, 'origin/inner'));
    inner.commit({ b: 'from the submodule' });
    const outer = aRepository(join(dir, 'origin/outer'));
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../inner', 'vendor/inner');
    const head = outer.commit({ a: '1' });
    outer.git('clone', '--quiet', outer.folder, join(dir, 'lib'));
    outer.git('remote', 'add', 'origin', outer.folder);

    const order = anOrder(commitOf(join(dir, 'lib'), head), ['cp', 'vendor/inner/b', 'out']);
    const outcome = await builder().build(order, aControl());

    expect(outOf(outcome)).toBe('from the submodule');
  });

  test('fetches large files where git-lfs is there and a folder asks for it', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const head = commit({ 'assets/.gitattributes': '*.bin filter=lfs\n', 'assets/a.bin': 'pointer' });
    mkdirSync(join(dir, 'bin'));
    // Stands in for git-lfs, which few machines have: `pull` puts the content where the pointer was.
    writeFileSync(join(dir, 'bin/git-lfs'), '#!/bin/sh\ncase $1 in pull) printf large > assets/a.bin;; esac\n');
    chmodSync(join(dir, 'bin/git-lfs'), 0o755);
    const settings = join(dir, 'gitconfig');
    writeFileSync(settings, '[filter "lfs"]\n\tprocess = false\n\tsmudge = false\n\trequired = true\n');
    const environment = { ...gitEnv, PATH: `${join(dir, 'bin')}:${gitEnv['PATH']}`, GIT_CONFIG_GLOBAL: settings };

    const order = anOrder(commitOf(folder, head), ['cp', 'assets/a.bin', 'out']);
    const outcome = await builder({ environment }).build(order, aControl());

    expect(outOf(outcome)).toBe('large');
  });

  test('comes from a mirror that is made again when somebody deleted it', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const head = commit({ a: 'mirrored' });

    const order = anOrder(commitOf(`file://${folder}`, head), ['cp', 'a', 'out']);
    const outcome = await builder().build(order, aControl());

    expect(outOf(outcome)).toBe('mirrored');
    expect(readdirSync(join(dir, '.slipway/repositories'))).toEqual([expect.stringMatching(/^lib-[0-9a-f]{12}\.git$/)]);
  });

  test('that cannot be made is told with git’s words', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    commit({ a: '1' });

    const outcome = await builder().build(anOrder(commitOf(folder, 'a'.repeat(40)), ['true']), aControl());

    expect(outcome).toMatchObject(
      failedWith('infrastructure', `git cannot check out ${'a'.repeat(40)} of ${folder}: `),
    );
    expect(outcome).toMatchObject({ failure: { log: '', tail: [] } });
  });

  test('of a failed attempt stays to be looked at, and is gone for the next', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const source = commitOf(folder, commit({ a: '1' }));
    const work = join(dir, '.slipway/work/lib/source');

    await builder().build(anOrder(source, sh('touch left; exit 1')), aControl());
    const left = existsSync(join(work, 'left'));
    const next = await builder().build(anOrder(source, sh('ls > out')), aControl());

    expect(left).toBe(true);
    expect(outOf(next)).toBe('a\nout\n');
  });
});

describe('a build', () => {
  test('gets its arguments as they are, its folders, and copies of what its upstreams made', async () => {
    const store = artifactStore(join(dir, '.slipway/artifacts'));
    writeFileSync(join(dir, 'made'), 'upstream');
    const artifacts = await store.add(dir, ['made']);
    const script =
      'printf "%s\\n" "$@" "$PWD" "$(cat "$SLIPWAY_UPSTREAM_DIR/core/made")" "$SLIPWAY_VERSION" > out; touch "$SLIPWAY_CACHE_DIR/kept"';

    const order = anOrder(dir, ['sh', '-c', script, 'sh', '$HOME; `id`', 'in {manifest-dir}', ''], {
      upstreams: [{ component: 'core', version: '1.0.0', artifacts, binaries: [] }],
    });
    const outcome = await builder().build(order, aControl());

    expect(outOf(outcome)).toBe(`$HOME; \`id\`\nin ${dir}\n\n${dir}\nupstream\n1.0.0\n`);
    expect(existsSync(join(dir, '.slipway/cache/lib/kept'))).toBe(true);
  });

  test('can execute what its upstreams made and the manifest calls binaries', async () => {
    const store = artifactStore(join(dir, '.slipway/artifacts'));
    writeFileSync(join(dir, 'tool'), '#!/bin/sh\necho run\n');
    const artifacts = await store.add(dir, ['tool']);

    const order = anOrder(dir, sh('"$SLIPWAY_UPSTREAM_DIR/core/tool" > out'), {
      upstreams: [{ component: 'core', version: '1.0.0', artifacts, binaries: ['tool'] }],
    });

    expect(outOf(await builder().build(order, aControl()))).toBe('run\n');
  });

  test('finds nothing on its standard input, and every variable, odd names too', async () => {
    const program =
      "fs.writeFileSync('out', [fs.readFileSync(0), process.env['a.b'], process.env['npm_config_x-y']].join())";
    const order = anOrder(dir, [process.execPath, '-e', program], {
      settings: { env: { 'a.b': '1', 'npm_config_x-y': 'two words' } },
    });

    expect(outOf(await builder().build(order, aControl()))).toBe(',1,two words');
  });

  test('that fails tells its exit code, its log and the last 20 lines', async () => {
    const outcome = await buildScript(
      'i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "line $i"; done; echo oops >&2; exit 127',
    );

    const tail = [...Array.from({ length: 19 }, (_, line) => `line ${line + 12}`), 'oops'];
    const log = join(dir, '.slipway/logs/set-1.1/lib.1.log');
    expect(outcome).toEqual({ status: 'failed', failure: { kind: 'build', what: 'exit code 127', log, tail } });
    expect(readFileSync(log, 'utf8').split('\n')).toHaveLength(32);
  });

  test('that opens /dev/stderr anew leaves a log without a gap', async () => {
    await buildScript('echo one; echo two > /dev/stderr; echo three; exit 1');

    expect(read('.slipway/logs/set-1.1/lib.1.log')).toMatch(/^(one\n)?two\nthree\n$/);
  });

  test('is shown line by line to who looks on', async () => {
    const lines: string[] = [];
    const watched = builder({ onOutput: (component, line) => lines.push(`${component}: ${line}`) });

    await watched.build(anOrder(dir, sh('echo one; echo two >&2; printf three; touch out')), aControl());

    expect(lines).toEqual(['lib: one', 'lib: two', 'lib: three']);
  });

  test('that makes nothing of what a pattern names has failed', async () => {
    const outcome = await buildScript('touch other');

    expect(outcome).toMatchObject(
      failedWith('build', 'the pattern out of artifacts matches no file that the build made'),
    );
  });

  test('that makes a link out of its checkout has failed', async () => {
    const outcome = await buildScript('ln -s /etc/passwd out');

    expect(outcome).toMatchObject(failedWith('build', 'the artifact out is a link that leads out of the checkout'));
  });

  test.each([
    [['no-such-program'], 'could not start no-such-program: there is no such program'],
    [['./data'], 'could not start ./data: the file is not executable'],
    [['-x'], 'could not start -x: there is no such program'],
  ] as const)('%j could not start, which is nobody’s exit code', async (command, what) => {
    writeFileSync(join(dir, 'data'), '');

    const outcome = await builder().build(anOrder(dir, command), aControl());

    expect(outcome).toMatchObject(failedWith('infrastructure', what));
  });

  test('that was killed from outside is no failed build, one that crashed is', async () => {
    await expect(buildScript('kill -KILL $$')).resolves.toMatchObject(
      failedWith('infrastructure', 'killed by SIGKILL'),
    );
    await expect(buildScript('kill -SEGV $$')).resolves.toMatchObject(failedWith('build', 'crashed with SIGSEGV'));
  });

  test('takes what it left in the background with it, and is not kept waiting', async () => {
    const control = aControl();

    const outcome = await builder().build(anOrder(dir, sh('sleep 1000 & echo $! > out')), control);

    expect(outcome.status).toBe('succeeded');
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });
});

describe('a build that is told to end', () => {
  test.each([
    ['timeout', 'timeout', 'not finished within its timeout of 1800 s'],
    ['interrupted', 'stopped', 'interrupted'],
    ['cancelled', 'stopped', 'cancelled'],
  ] as const)('by %s may tidy up, and its grandchildren end too', async (reason, kind, what) => {
    const control = aControl();
    const script = "trap 'echo tidy; exit 0' TERM; (sleep 1000 & echo up > up; wait) & wait";

    const running = builder().build(anOrder(dir, sh(script)), control);
    await appearance(join(dir, 'up'));
    control.abort(reason);
    const outcome = await running;

    expect(outcome).toMatchObject({ status: 'failed', failure: { kind, what, tail: ['tidy'] } });
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });

  test('and does not listen is killed after its grace', async () => {
    const control = aControl();

    const running = builder({ grace: 50 }).build(
      anOrder(dir, sh("trap '' TERM; echo up > up; while :; do sleep 1; done")),
      control,
    );
    await appearance(join(dir, 'up'));
    control.abort('interrupted');

    expect(await running).toMatchObject(failedWith('stopped', 'interrupted'));
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });

  test('before it began has run nothing', async () => {
    const [before, meanwhile] = [aControl(), aControl()];
    before.abort('cancelled');
    const order = anOrder(dir, sh('touch ran'));

    const first = await builder().build(order, before);
    const second = await builder().build(order, { ...meanwhile, started: async () => meanwhile.abort('timeout') });

    expect([first, second]).toMatchObject([failedWith('stopped', 'cancelled'), failedWith('timeout', '1800 s')]);
    expect(existsSync(join(dir, 'ran'))).toBe(false);
  });
});

describe('the gate', () => {
  test('stays shut until the process is on record, and for ever where it cannot be', async () => {
    let group = 0;
    const started = async ({ pid }: { pid: number }): Promise<void> => {
      group = pid;
      await after(50);
      expect(existsSync(join(dir, 'ran'))).toBe(false);
      throw new Error('the disk is full');
    };

    const building = builder().build(anOrder(dir, sh('touch ran')), { ...aControl(), started });

    await expect(building).rejects.toThrow('the disk is full');
    expect([existsSync(join(dir, 'ran')), isGroupAlive(group)]).toEqual([false, false]);
  });

  test('breaks when we are killed first: the process ends by itself and nothing has run', async () => {
    const output = join(dir, 'pid');
    const program = `
      const { startGated } = await import(process.argv[1]);
      const gated = { program: 'touch', args: ['ran'], folder: process.argv[2], env: { PATH: '/usr/bin:/bin' }, output: 2 };
      console.log((await startGated(gated)).pid);`;
    const gated = join(import.meta.dirname, '../lib/processes/gated.js'); // compiled, as a bare Node runs it
    const us = spawn(process.execPath, ['--input-type=module', '-e', program, gated, dir]);
    us.stdout.on('data', (data: Buffer) => writeFileSync(output, data));
    const group = Number(await appearance(output));
    const waiting = isGroupAlive(group);

    us.kill('SIGKILL');
    while (isGroupAlive(group)) await after(5);

    expect([waiting, existsSync(join(dir, 'ran'))]).toEqual([true, false]);
  });
});

test('an in-place build leaves the working copy as it made it', async () => {
  writeFileSync(join(dir, 'mine'), 'x');

  const outcome = await buildScript('cp mine out');

  expect(outOf(outcome)).toBe('x');
  expect(statSync(join(dir, 'out')).isFile()).toBe(true);
  expect(existsSync(join(dir, '.slipway/work/lib'))).toBe(false);
});
