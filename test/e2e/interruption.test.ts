import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aSet, checksums, logsOf } from './a-set.js';
import { runProgram, slipway, type Started, startSlipway } from './slipway.js';

/** A set whose second component waits until the file `go` is there. */
const waits = 'while ! test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo made > out/file';
const aPatientSet = () => aSet({ core: {}, app: { requires: ['core'], build: waits }, next: { requires: ['app'] } });

const letGo = (folder: string) => writeFileSync(join(folder, 'go'), '');

async function building(folder: string, ...args: readonly string[]): Promise<Started> {
  const started = startSlipway(['chain', 'build', ...args], { folder });
  await started.printed('app: building');
  return started;
}

const status = async (folder: string) => JSON.parse((await slipway(['chain', 'status', '--json'], { folder })).out);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends with 130 and the command that goes on; what was built is kept',
  async (signal) => {
    const folder = aPatientSet();
    const { child, ending } = await building(folder, '--max-parallel', '1');

    child.kill(signal);
    const interrupted = await ending;
    letGo(folder);
    const { code, out } = await slipway(['chain', 'build', '--max-parallel', '1'], { folder });

    expect(interrupted.code).toBe(130);
    expect(interrupted.out).toMatch(/to go on:\n {2}node .*index\.js chain resume --max-parallel 1\n/);
    expect(code).toBe(0);
    expect(out).toContain('set-1.1: 3 components');
    expect(logsOf(folder, 'set-1.1')).toEqual(['app.1.log', 'app.2.log', 'core.1.log', 'next.1.log']);
  },
);

test('a second signal ends the process and its builds at once, and the next one still goes on', async () => {
  const deaf = `trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & echo $$ > $SLIPWAY_MANIFEST_DIR/group`;
  const folder = aSet({ app: { build: `${deaf}; ${waits}; kill -KILL $!` } });
  const { child, ending, printed } = await building(folder);
  const group = join(folder, 'group');
  while (!existsSync(group) || readFileSync(group, 'utf8') === '') await sleep(5);

  child.kill('SIGINT');
  await printed('again to exit at once');
  child.kill('SIGINT');
  const { code, err } = await ending;
  const left = await runProgram('ps', ['-A', '-o', 'pgid=,stat='], { folder });
  letGo(folder);

  expect(code).toBe(130);
  expect(err).toMatch(/^\nended at once\n\nto go on:\n {2}node .*index\.js chain build\n$/);
  // Killed processes that nobody has reaped yet have state Z.
  expect(left.out).not.toMatch(new RegExp(`^ *${readFileSync(group, 'utf8').trim()} +[^Z]`, 'm'));
  expect(await slipway(['chain', 'build'], { folder })).toMatchObject({ code: 0 });
});

test('the first signal ends what is still being cloned too, and says what to type; nothing was begun', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const folder = aSet({ core: {} });
  const manifest = join(folder, 'versions.toml');
  const never = `repository = "git://127.0.0.1:${port}/core"`;
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('path = "source"', never));
  const { child, ending } = startSlipway(['chain', 'build'], { folder });
  await once(server, 'connection');

  child.kill('SIGINT');
  const { code, out, err } = await ending;
  server.close();

  expect({ code, err }).toEqual({ code: 130, err: '' });
  expect(out).toMatch(/^interrupted: nothing was begun\n\nto begin again:\n {2}node .*index\.js chain build\n$/);
  expect(existsSync(join(folder, '.slipway/runs'))).toBe(false);
});

test('a first signal while the release folder is being made leaves none, and the next command makes it whole', async () => {
  const [interrupted, whole] = [aSet({ core: {} }), aSet({ core: {} })];
  const breaker = join(import.meta.dirname, '../fixtures/interrupted-while-releasing.mjs');

  const first = await slipway(['chain', 'build'], {
    folder: interrupted,
    environment: { NODE_OPTIONS: `--import=${breaker}` },
  });
  const left = existsSync(join(interrupted, 'release')) ? readdirSync(join(interrupted, 'release')) : [];
  const after = await status(interrupted);
  const next = await slipway(['chain', 'resume'], { folder: interrupted });
  await slipway(['chain', 'build'], { folder: whole });

  expect(first).toMatchObject({ code: 130, err: '' });
  expect(first.out).toMatch(
    /making the release folder\ninterrupted: .*\n(?:.*\n)*to go on:\n {2}node .* chain resume\n/,
  );
  expect(left).toEqual([]);
  expect(after).toMatchObject({ phase: 'interrupted', owner: null, builds: [{ status: 'succeeded' }] });
  expect(next).toMatchObject({ code: 0 });
  expect(logsOf(interrupted, 'set-1.1')).toEqual(['core.1.log']);
  expect(checksums(interrupted)).toBe(checksums(whole));
});

test('a clock that was set back since the run began changes nothing of its end', async () => {
  const folder = aPatientSet();
  const { child, ending } = await building(folder);
  child.kill('SIGKILL');
  await ending;
  const records = join(folder, '.slipway/runs/set-1.1');
  const newest = join(
    records,
    `@${Math.max(...readdirSync(records).map((name) => Number(/^@(\d+)/.exec(name)?.[1] ?? 0)))}.json`,
  );
  const state = JSON.parse(readFileSync(newest, 'utf8'));
  const ahead = 86_400_000;
  const later = JSON.stringify(state).replace(
    /"(now|startedAt|endedAt)":(\d{13})/g,
    (_, key, at) => `"${key}":${Number(at) + ahead}`,
  );
  rmSync(newest);
  writeFileSync(newest, `${later}\n`);
  letGo(folder);

  const { code } = await slipway(['chain', 'build'], { folder });
  const after = await status(folder);

  expect(code).toBe(0);
  expect(after).toMatchObject({ run: 'set-1.1', phase: 'released' });
  expect(after.changedAt).toBeGreaterThan(Date.now());
  for (const { duration } of after.builds) expect(duration).toBeGreaterThanOrEqual(0);
});

test('a killed process leaves a state that the next one finishes, with the same result', async () => {
  const [killed, whole] = [aPatientSet(), aPatientSet()];
  const { child, ending } = await building(killed);

  child.kill('SIGKILL');
  await ending;
  expect(await status(killed)).toMatchObject({ run: 'set-1.1', phase: 'building', attendance: 'dead' });
  expect((await slipway(['chain', 'status'], { folder: killed })).out).toContain('set-1.1: stopped in the middle');
  [killed, whole].forEach(letGo);
  const finished = await slipway(['chain', 'build'], { folder: killed });
  await slipway(['chain', 'build'], { folder: whole });

  expect(finished).toMatchObject({ code: 0, err: expect.stringContaining('notice: set-1.1: ') });
  expect(checksums(killed)).toBe(checksums(whole));
});

test('a second process is told who runs the set, and stops', async () => {
  const folder = aPatientSet();
  const { child, ending } = await building(folder);

  const second = await slipway(['chain', 'build'], { folder });
  letGo(folder);

  expect(second).toMatchObject({ code: 1, err: expect.stringContaining(`process ${child.pid} on `) });
  expect(await ending).toMatchObject({ code: 0 });
});

test('status shows the newest run while it goes on and after it, and touches nothing', async () => {
  const folder = aPatientSet();
  const none = await slipway(['chain', 'status'], { folder });
  expect(existsSync(join(folder, '.slipway'))).toBe(false);
  expect(await status(folder)).toEqual({ schema: 1, set: 'set-1', run: null });

  const { child, ending } = await building(folder);
  const during = await slipway(['chain', 'status'], { folder });
  letGo(folder);
  await ending;
  const after = await slipway(['chain', 'status'], { folder });

  expect(none).toMatchObject({ code: 0, out: 'set-1 has not been built here\n' });
  expect(during).toMatchObject({
    code: 0,
    out: expect.stringContaining(`set-1.1: building (process ${child.pid} on `),
  });
  expect(during.out).toMatch(/^app +1\.0\.0 +building +\S+$/m);
  expect(after).toMatchObject({ code: 0, out: expect.stringMatching(/^set-1\.1: released, after /) });
  expect(await status(folder)).toMatchObject({
    phase: 'released',
    attendance: null,
    builds: [{ status: 'succeeded' }, {}, {}],
  });
});

test('a release folder that was lost is made again from what is kept', async () => {
  const folder = aPatientSet();
  letGo(folder);
  await slipway(['chain', 'build'], { folder });
  const before = checksums(folder);
  rmSync(join(folder, 'release'), { recursive: true });

  const { code, out } = await slipway(['chain', 'build'], { folder });

  expect({ code, isThere: out.includes('released set-1') }).toEqual({ code: 0, isThere: true });
  expect(checksums(folder)).toBe(before);
  expect(logsOf(folder, 'set-1.2')).toEqual([]);
  expect(readFileSync(join(folder, 'release/set-1/RELEASE_NOTES.md'), 'utf8')).toContain('# set-1');
});
