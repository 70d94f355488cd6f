import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSet, aSmallSet, builds, manifestOf } from './a-set.js';
import { nodes, runProgram, slipway } from './slipway.js';

const build = (folder: string, ...args: readonly string[]) => slipway(['chain', 'build', ...args], { folder });
const collect = (folder: string, ...args: readonly string[]) =>
  slipway(['chain', 'collect', '--to', 'all', ...args], { folder });

test('the artifacts of a release stand under their components, and sha256sum accepts them', async () => {
  const folder = aSmallSet();
  await build(folder);

  const { code, out, err } = await collect(folder);
  const checked = await runProgram('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { folder: join(folder, 'all') });

  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`collected: ${join(folder, 'all')} (3 files, `);
  expect(checked.out).toBe('app/out/file: OK\ncore/out/file: OK\ntool/out/file: OK\n');
  expect(readFileSync(join(folder, 'all/app/out/file'), 'utf8')).toBe('app\ncore\n');
});

test('once more changes nothing, on either Node', async () => {
  const folder = aSmallSet();
  await build(folder);
  await collect(folder);
  const { ino } = statSync(join(folder, 'all'));

  for (const node of Object.values(nodes)) {
    const { code, out } = await slipway(['chain', 'collect', '--to', 'all'], { folder, node });

    expect(code).toBe(0);
    expect(out).toContain('already collected: ');
  }
  expect(statSync(join(folder, 'all')).ino).toBe(ino);
});

test('a partial run is collected; what it left out is told, or comes from an older run', async () => {
  const folder = aSmallSet();
  await build(folder, '--only', 'core');

  const partial = await collect(folder);
  await build(folder);
  await build(folder, '--only', 'tool', '--force');
  const whole = await collect(folder, '--replace', '--json');

  expect(partial.code).toBe(0);
  expect(partial.err).toMatch(
    /^warning: app: no run of set-1 has built it, .*; build it: slipway chain build --only app$/m,
  );
  expect(existsSync(join(folder, 'all.replaced-1/core/out/file'))).toBe(true);
  expect(JSON.parse(whole.out)).toMatchObject({
    outcome: 'collected',
    movedAside: join(folder, 'all.replaced-1'),
    components: [{ run: 'set-1.2' }, { run: 'set-1.2' }, { component: 'tool', run: 'set-1.3' }],
    findings: [],
  });
});

test('a build that failed gives way to the one before, and that is told', async () => {
  const folder = aSet({ core: {} });
  await build(folder);
  writeFileSync(join(folder, 'versions.toml'), manifestOf({ core: { build: `${builds}; exit 3` } }));
  await build(folder);

  const { code, err } = await collect(folder);

  expect(code).toBe(0);
  expect(err).toContain('warning: core: the artifacts are those of set-1.1: the build is failed in set-1.2; ');
});

test('a folder of somebody else is refused and left as it is', async () => {
  const folder = aSmallSet();
  await build(folder);

  const { code, err } = await slipway(['chain', 'collect', '--to', 'source'], { folder });

  expect(code).toBe(1);
  expect(err).toBe(
    'error: source: the folder holds something else than these artifacts; give another --to, or --replace to move it aside\n',
  );
  expect(readFileSync(join(folder, 'source/text'), 'utf8')).toBe('committed\n');
});

test('a set that was not built has nothing to collect, and nothing is written', async () => {
  const folder = aSmallSet();

  expect(await collect(folder)).toMatchObject({
    code: 2,
    err: 'error: set-1: none of its components has been built here; build it first: slipway chain build\n',
  });
  expect(existsSync(join(folder, '.slipway'))).toBe(false);
  expect(existsSync(join(folder, 'all'))).toBe(false);
});

test('two sets built apart are collected alike: compare says so', async () => {
  const [one, other] = [aSmallSet(), aSmallSet()];
  for (const folder of [one, other]) {
    await build(folder);
    await collect(folder);
  }

  const { code, out } = await slipway(['chain', 'compare', 'all', join(other, 'all')], { folder: one });

  expect(code).toBe(0);
  expect(out).toContain('3 same, 0 missing, 0 different');
});
