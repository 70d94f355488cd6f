import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSet } from './a-set.js';
import { slipway, startSlipway } from './slipway.js';

const chain = (folder: string, ...args: readonly string[]) => slipway(['chain', ...args], { folder });

/** The second component waits for the file `go`. */
const waits = 'while ! test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo made > out/file';
const aPatientSet = () => aSet({ core: {}, app: { requires: ['core'], build: waits } });
const letGo = (folder: string) => writeFileSync(join(folder, 'go'), '');

test('the runs of a set are shown newest first, with what came of them', async () => {
  const folder = aSet({
    core: {},
    app: { requires: ['core'], build: 'test -e $SLIPWAY_MANIFEST_DIR/go && echo x > out/file' },
  });
  const none = await chain(folder, 'history');
  const isTouched = existsSync(join(folder, '.slipway'));
  await chain(folder, 'build');
  letGo(folder);
  await chain(folder, 'build');
  await chain(folder, 'build', '--only', 'core');

  const { code, out } = await chain(folder, 'history');
  const newest = JSON.parse((await chain(folder, 'history', '--limit', '1', '--json')).out);

  expect({ ...none, isTouched }).toEqual({
    code: 0,
    out: 'set-1 has not been built here\n',
    err: '',
    isTouched: false,
  });
  expect(code).toBe(0);
  const when = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  expect(out.split('\n').map((line) => line.trimEnd())).toEqual([
    expect.stringMatching(/^run +begun +outcome +duration +built +reused +failed$/),
    expect.stringMatching(new RegExp(`^set-1\\.3 +${when} +built +\\S+ +0 +1 +0 +a part$`)),
    expect.stringMatching(new RegExp(`^set-1\\.2 +${when} +released +\\S+ +1 +1 +0$`)),
    expect.stringMatching(new RegExp(`^set-1\\.1 +${when} +failed +\\S+ +1 +0 +1$`)),
    '',
  ]);
  expect(newest).toMatchObject({
    schema: 1,
    set: 'set-1',
    runs: [{ run: 'set-1.3', counts: { reused: 1 } }],
    findings: [],
  });
});

test('an older run can be looked at by its id', async () => {
  const folder = aPatientSet();
  letGo(folder);
  await chain(folder, 'build');
  await chain(folder, 'build', '--force', '--only', 'core');

  expect((await chain(folder, 'status')).out).toMatch(/^set-1\.2: built, /);
  expect((await chain(folder, 'status', 'set-1.1')).out).toMatch(/^set-1\.1: released, /);
  expect(await chain(folder, 'status', 'set-1.7', '--json')).toMatchObject({
    code: 2,
    out: expect.stringContaining('"outcome": "refused"'),
    err: 'error: set-1.7: the set set-1 has no such run; see "slipway chain history"\n',
  });
});

test('runs that cannot be read are told, each with what to do, and the set is not said to have none', async () => {
  const folder = aSet({ core: {} });
  await chain(folder, 'build');
  const record = join(folder, '.slipway/runs/set-1.1');
  const newest = readdirSync(record).find((name) => name.endsWith('.json')) ?? '';
  rmSync(record, { recursive: true });
  mkdirSync(record);
  writeFileSync(join(record, newest), '{"schema":');

  const { code, out, err } = await chain(folder, 'history');

  expect({ code, out }).toEqual({ code: 0, out: 'set-1 has no run that can be read\n' });
  expect(err).toMatch(/^warning: .*set-1\.1\/@\d+\.json: the document is damaged .*; delete this file [^\n]*\n$/);
});

test('--watch tells what happens until the run is at rest', async () => {
  const folder = aPatientSet();
  const build = startSlipway(['chain', 'build'], { folder });
  await build.printed('app: building');

  const watching = startSlipway(['chain', 'status', '--watch'], { folder });
  await watching.printed('app: building');
  letGo(folder);
  const { code, out } = await watching.ending;

  expect(code).toBe(0);
  expect(out).toMatch(/^set-1\.1: 2 components, .*\n[^]*app: building\n[^]*app: succeeded in .*\n/);
  expect(out).toMatch(/\nset-1\.1: released, after /);
  expect(await build.ending).toMatchObject({ code: 0 });
});

test('--watch ends with the process that it watches, and tells how to go on', async () => {
  const folder = aPatientSet();
  const build = startSlipway(['chain', 'build'], { folder });
  await build.printed('app: building');

  const watching = startSlipway(['chain', 'status', '--watch', '--json'], { folder });
  build.child.kill('SIGKILL');
  const { code, out, err } = await watching.ending;
  letGo(folder);

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ run: 'set-1.1', phase: 'building', attendance: 'dead' });
  expect(err).toMatch(/set-1\.1: stopped in the middle, .*[^]*to go on:\n {2}node .*index\.js chain resume\n/);
  expect(await chain(folder, 'resume')).toMatchObject({ code: 0 });
});
