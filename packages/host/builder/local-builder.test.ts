import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactStore } from '../artifacts/artifact-store.js';
import { isGroupAlive } from '../processes/group.js';
import { gitEnv } from '../sources/a-repository.js';
import { aBuilder, failedWith, outOf, sh } from './a-builder.js';
import { aControl, anOrder } from './an-order.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-builder-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const buildScript = (script: string) => aBuilder(dir).build(anOrder(dir, sh(script)), aControl());

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
    const outcome = await aBuilder(dir).build(order, aControl());

    expect(outOf(dir, outcome)).toBe(`$HOME; \`id\`\nin ${dir}\n\n${dir}\nupstream\n1.0.0\n`);
    expect(existsSync(join(dir, '.slipway/cache/lib/kept'))).toBe(true);
  });

  test('can execute what its upstreams made and the manifest calls binaries', async () => {
    const store = artifactStore(join(dir, '.slipway/artifacts'));
    writeFileSync(join(dir, 'tool'), '#!/bin/sh\necho run\n');
    const artifacts = await store.add(dir, ['tool']);

    const order = anOrder(dir, sh('"$SLIPWAY_UPSTREAM_DIR/core/tool" > out'), {
      upstreams: [{ component: 'core', version: '1.0.0', artifacts, binaries: ['tool'] }],
    });

    expect(outOf(dir, await aBuilder(dir).build(order, aControl()))).toBe('run\n');
  });

  test('finds nothing on its standard input, and every variable, odd names too', async () => {
    const program =
      "fs.writeFileSync('out', [fs.readFileSync(0), process.env['a.b'], process.env['npm_config_x-y']].join())";
    const order = anOrder(dir, [process.execPath, '-e', program], {
      settings: { env: { 'a.b': '1', 'npm_config_x-y': 'two words' } },
    });

    expect(outOf(dir, await aBuilder(dir).build(order, aControl()))).toBe(',1,two words');
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

    expect(readFileSync(join(dir, '.slipway/logs/set-1.1/lib.1.log'), 'utf8')).toMatch(/^(one\n)?two\nthree\n$/);
  });

  test('is shown line by line to who looks on', async () => {
    const lines: string[] = [];
    const watched = aBuilder(dir, { onOutput: (component, line) => lines.push(`${component}: ${line}`) });

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

    const outcome = await aBuilder(dir).build(anOrder(dir, command), aControl());

    expect(outcome).toMatchObject(failedWith('infrastructure', what));
  });

  test('finds its program past folders of PATH that cannot be looked into', async () => {
    symlinkSync('loop', join(dir, 'loop'));
    const environment = { ...gitEnv, PATH: `${join(dir, 'loop')}:${gitEnv['PATH'] ?? ''}` };

    const outcome = await aBuilder(dir, { environment }).build(anOrder(dir, sh('echo made > out')), aControl());

    expect(outOf(dir, outcome)).toBe('made\n');
  });

  test('that was killed from outside is no failed build, one that crashed is', async () => {
    await expect(buildScript('kill -KILL $$')).resolves.toMatchObject(
      failedWith('infrastructure', 'killed by SIGKILL'),
    );
    await expect(buildScript('kill -SEGV $$')).resolves.toMatchObject(failedWith('build', 'crashed with SIGSEGV'));
  });

  test('takes what it left in the background with it, and is not kept waiting', async () => {
    const control = aControl();

    const outcome = await aBuilder(dir).build(anOrder(dir, sh('sleep 1000 & echo $! > out')), control);

    expect(outcome.status).toBe('succeeded');
    expect(isGroupAlive(control.processes[0]?.pid ?? 0)).toBe(false);
  });
});

test('a disk that fills while artifacts are kept is no failure of the build, and the next attempt succeeds', async () => {
  const store = artifactStore(join(dir, '.slipway/artifacts'));
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const artifacts = { ...store, add: () => Promise.reject(full) };

  const first = await aBuilder(dir, { artifacts }).build(anOrder(dir, sh('echo made > out')), aControl());
  const second = await aBuilder(dir).build(anOrder(dir, sh('cat out > all; mv all out'), { attempt: 2 }), aControl());

  expect(first).toMatchObject(failedWith('infrastructure', 'no space is left on the disk'));
  expect(outOf(dir, second)).toBe('made\n');
});

test('a build that fills the disk gives the space back, so that the run can go on', async () => {
  const store = artifactStore(join(dir, '.slipway/artifacts'));
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const artifacts = { ...store, add: () => Promise.reject(full) };

  await aBuilder(dir, { artifacts }).build(anOrder(dir, sh('echo made > out')), aControl());

  expect(existsSync(join(dir, '.slipway/work/lib'))).toBe(false);
  expect(existsSync(join(dir, '.slipway/logs'))).toBe(true);
});

test.each([
  ['a link in a circle', 'ln -s out out', 'its artifacts cannot be taken: '],
  ['a name that no release can hold', 'echo x > "out\\\\b"', 'its artifacts cannot be taken: '],
])('%s is the build’s own failure', async (_, script, what) => {
  const order = anOrder(dir, sh(script), { settings: { artifacts: ['out*'] } });

  await expect(aBuilder(dir).build(order, aControl())).resolves.toMatchObject(failedWith('build', what));
});

test('an in-place build leaves the working copy as it made it', async () => {
  writeFileSync(join(dir, 'mine'), 'x');

  const builder = aBuilder(dir);
  const outcome = await builder.build(anOrder(dir, sh('cp mine out')), aControl());
  await builder.tidied?.();

  expect(outOf(dir, outcome)).toBe('x');
  expect(statSync(join(dir, 'out')).isFile()).toBe(true);
  expect(existsSync(join(dir, '.slipway/work/lib'))).toBe(false);
});
