import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSet, checksums, logsOf, manifestOf } from './a-set.js';
import { nodes, slipway, type Started, startSlipway } from './slipway.js';

/** core ← app ← next; app waits until the file `go` is there. */
const waits = 'while ! test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo made > out/file';
const aPatientSet = () => aSet({ core: {}, app: { requires: ['core'], build: waits }, next: { requires: ['app'] } });

const letGo = (folder: string) => writeFileSync(join(folder, 'go'), '');
const chain = (folder: string, ...args: readonly string[]) => slipway(['chain', ...args], { folder });

async function building(folder: string, ...args: readonly string[]): Promise<Started> {
  const started = startSlipway(['chain', 'build', ...args], { folder });
  await started.printed('app: building');
  return started;
}

test('pause lets what builds come to its end, and resume goes on with the same release as an undisturbed run', async () => {
  const [folder, whole] = [aPatientSet(), aPatientSet()];
  const { child, ending, printed } = await building(folder);

  const pause = await chain(folder, 'pause');
  await printed('pausing: nothing new begins');
  const pausing = await chain(folder, 'status');
  letGo(folder);
  const paused = await ending;
  const resumed = await chain(folder, 'resume');
  letGo(whole);
  await chain(whole, 'build');

  expect(pause).toMatchObject({ code: 0, err: '' });
  expect(pause.out).toContain(`set-1.1: process ${child.pid} on `);
  expect(pause.out).toMatch(/to go on:\n {2}node .*index\.js chain resume\n/);
  expect(pausing.out).toContain(`set-1.1: pausing (process ${child.pid} on `);
  expect(paused.code).toBe(3);
  expect(paused.out).toMatch(/^next +1\.0\.0 +[0-9a-f]{12} +waiting/m);
  expect(paused.out).toMatch(/to go on:\n {2}node .*index\.js chain resume\n/);
  expect(resumed).toMatchObject({ code: 0, out: expect.stringContaining('released set-1') });
  expect(logsOf(folder, 'set-1.1')).toEqual(['app.1.log', 'core.1.log', 'next.1.log']);
  expect(checksums(folder)).toBe(checksums(whole));
});

test('a pause is taken back before what builds has ended', async () => {
  const folder = aPatientSet();
  const { ending, printed } = await building(folder);

  await chain(folder, 'pause');
  await printed('pausing: nothing new begins');
  const resume = await chain(folder, 'resume', '--json');
  await printed('goes on');
  letGo(folder);

  expect(JSON.parse(resume.out)).toMatchObject({
    schema: 1,
    outcome: 'told',
    command: 'resume',
    set: 'set-1',
    run: 'set-1.1',
    attendance: 'alive',
    findings: [],
  });
  expect(await ending).toMatchObject({ code: 0 });
});

test('cancel ends the children of a run in another process, and of what is left nothing begins', async () => {
  const folder = aPatientSet();
  const { ending } = await building(folder);

  const { code, out } = await chain(folder, 'cancel', 'set-1.1');
  const cancelled = await ending;
  const after = await chain(folder, 'status');

  expect({ code, isTold: out.includes('what is being built is ended') }).toEqual({ code: 0, isTold: true });
  expect(cancelled).toMatchObject({ code: 1, out: expect.stringMatching(/^app +1\.0\.0 +[0-9a-f]{12} +cancelled/m) });
  expect(after.out).toMatch(/^set-1\.1: cancelled, /);
  expect(after.out).toMatch(/to try the same commits again:\n {2}node .*index\.js chain retry\n/);
});

test('a paused run is cancelled by whoever asks, and that is no failure', async () => {
  const folder = aPatientSet();
  const { ending, printed } = await building(folder);
  await chain(folder, 'pause');
  await printed('pausing');
  letGo(folder);
  await ending;

  expect(await chain(folder, 'cancel')).toMatchObject({ code: 0, out: expect.stringContaining('\ncancelled: ') });
  expect(await chain(folder, 'cancel')).toMatchObject({ code: 1, err: expect.stringContaining('chain retry') });
});

test('retry builds what failed and what was skipped because of it, with the options that are given, on either Node', async () => {
  const broken = 'test -e $SLIPWAY_MANIFEST_DIR/go && echo made > out/file';
  for (const node of Object.values(nodes)) {
    const folder = aSet({ core: {}, app: { requires: ['core'], build: broken }, next: { requires: ['app'] } });
    const failed = await chain(folder, 'build', '--out', 'there');
    letGo(folder);
    const retried = await slipway(['chain', 'retry', '--out', 'there', '--verbose'], { folder, node });

    expect(failed.out).toMatch(/again:\n {2}node .*index\.js chain retry --out there\n/);
    expect(retried).toMatchObject({ code: 0, out: expect.stringContaining('released set-1') });
    expect(retried.out).toContain('next | building next\n');
    expect(logsOf(folder, 'set-1.1')).toEqual(['app.1.log', 'app.2.log', 'core.1.log', 'next.1.log']);
    expect(existsSync(join(folder, 'there/set-1/assets/SHA256SUMS'))).toBe(true);
  }
});

test('retry --replace moves the release folder aside that the run was refused for, and builds nothing again', async () => {
  const folder = aSet({ core: {} });
  await chain(folder, 'build');
  const former = checksums(folder);
  const changed = manifestOf({ core: { build: 'echo changed > out/file' } });
  writeFileSync(join(folder, 'versions.toml'), changed);
  const failed = await chain(folder, 'build');
  const left = checksums(folder);

  const retried = await chain(folder, 'retry', '--replace');

  expect(failed).toMatchObject({
    code: 1,
    out: expect.stringMatching(/aside:\n {2}node .*index\.js chain retry --replace\n/),
  });
  expect(left).toBe(former);
  expect(retried).toMatchObject({
    code: 0,
    out: expect.stringContaining('the former one is now release/set-1.replaced-1'),
    err: '',
  });
  expect(logsOf(folder, 'set-1.2')).toEqual(['core.1.log']);
  expect(readFileSync(join(folder, 'release/set-1.replaced-1/assets/SHA256SUMS'), 'utf8')).toBe(former);
  expect(checksums(folder)).not.toBe(former);
  expect(await chain(folder, 'build')).toMatchObject({ code: 0, out: expect.stringContaining('already released') });
});

test('a file in the place of the release folder is refused before anything is built, and moved aside with --replace', async () => {
  const folder = aPatientSet();
  const place = join(folder, 'release/set-1');
  mkdirSync(join(folder, 'release'));
  writeFileSync(place, 'mine');
  const message =
    'error: release/set-1: a file stands where the release folder is to be made; give another --out, or --replace to move it aside\n';

  const refused = await chain(folder, 'build');
  const isBegun = existsSync(join(folder, '.slipway'));
  letGo(folder);
  const built = await chain(folder, 'build', '--replace');

  expect({ ...refused, isBegun }).toMatchObject({ code: 1, err: message, isBegun: false });
  expect(built).toMatchObject({
    code: 0,
    out: expect.stringContaining('the former one is now release/set-1.replaced-1'),
  });
  expect(readFileSync(`${place}.replaced-1`, 'utf8')).toBe('mine');
  expect(checksums(folder)).not.toBe('');
});

test('retry is refused where a file has come to stand in the place of the release folder, and moves it aside with --replace', async () => {
  const folder = aSet({ core: { build: 'test -e $SLIPWAY_MANIFEST_DIR/go && echo made > out/file' } });
  await chain(folder, 'build');
  letGo(folder);
  mkdirSync(join(folder, 'release'), { recursive: true });
  writeFileSync(join(folder, 'release/set-1'), 'mine');

  const refused = await chain(folder, 'retry');
  const logs = logsOf(folder, 'set-1.1');
  const retried = await chain(folder, 'retry', '--replace');

  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('or --replace to move it aside\n') });
  expect(logs).toEqual(['core.1.log']);
  expect(retried.code).toBe(0);
  expect(readFileSync(join(folder, 'release/set-1.replaced-1'), 'utf8')).toBe('mine');
});

test('what cannot be is refused with what can be, and begins nothing', async () => {
  const folder = aPatientSet();
  const none = await chain(folder, 'resume');
  const isTouched = existsSync(join(folder, '.slipway'));
  letGo(folder);
  await chain(folder, 'build');

  expect({ ...none, isTouched }).toMatchObject({ code: 2, isTouched: false });
  expect(none.err).toContain('set-1: this set has no run yet; begin one with "slipway chain build"');
  expect(await chain(folder, 'pause', 'set-2.1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('the set set-1 has no such run'),
  });
  expect(JSON.parse((await chain(folder, 'retry', '--json')).out)).toMatchObject({
    outcome: 'refused',
    findings: [{ code: 'conflict', what: 'this run has ended: released' }],
  });
});
