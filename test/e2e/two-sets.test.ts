import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { aSet, manifestOf, type Part } from './a-set.js';
import { slipway, startSlipway } from './slipway.js';

/** Another set in the same folder, with a manifest of its own. */
function anotherSet(folder: string, parts: Readonly<Record<string, Part>>): readonly string[] {
  writeFileSync(join(folder, 'next.toml'), manifestOf(parts).replace('"set-1"', '"set-2"'));
  return ['chain', 'build', '--manifest', 'next.toml'];
}

/** Says that it has begun, and goes on once it finds `go` in its checkout: by an absolute path, as a build may do. */
const late = 'echo begun; until test -e "$PWD/go"; do sleep 0.05; done; echo late > "$PWD/out/file"; touch "$PWD/done"';

test('what a killed run of another set left running does not reach into the next build of the same component', async () => {
  const folder = aSet({ core: { build: late } });
  const { child, ending, printed } = startSlipway(['chain', 'build', '--verbose'], { folder });
  await printed('begun');
  child.kill('SIGKILL');
  await ending;
  const patient = 'for i in 1 2 3 4 5 6 7 8 9 10; do test -e done || sleep 0.05; done';

  const next = await slipway(anotherSet(folder, { core: { build: `echo mine > out/file; touch go; ${patient}` } }), {
    folder,
  });

  expect(next.code).toBe(0);
  expect(textOfCore(folder)).toBe('mine\n');
});

test('two sets that share a component are not built at the same time in one folder, and then one after the other', async () => {
  const folder = aSet({
    core: { build: 'until test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo one > out/file' },
  });
  const { child, ending, printed } = startSlipway(['chain', 'build'], { folder });
  await printed('core: building');
  const next = anotherSet(folder, { core: { build: 'echo two > out/file' } });

  const early = await slipway(next, { folder });
  writeFileSync(join(folder, 'go'), '');
  const first = await ending;
  const second = await slipway(next, { folder });

  expect(early.code).toBe(1);
  expect(early.err).toBe(
    `error: set-1.1: process ${child.pid} on ${hostname()} is building core in the same folders; ` +
      'wait until it ends, or keep the manifests of sets that are built at the same time in folders of their own\n',
  );
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(textOfCore(folder)).toBe('two\n');
});

test('of processes that begin a set in the same moment one builds, and the others say who that is', async () => {
  const waits = 'until test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done';
  const folder = aSet({ core: { build: `echo begun >> $SLIPWAY_MANIFEST_DIR/log; ${waits}; echo made > out/file` } });
  let ended = 0;
  const letGo = () => (ended += 1) === 2 && writeFileSync(join(folder, 'go'), '');

  const endings = await Promise.all(
    [1, 2, 3].map(async () => {
      const ending = await slipway(['chain', 'build'], { folder });
      letGo();
      return ending;
    }),
  );

  const errors = endings.filter(({ code }) => code === 1).map(({ err }) => err);
  expect(endings.filter(({ code }) => code === 0)).toHaveLength(1);
  expect(errors).toHaveLength(2);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('begun\n');
  for (const error of errors)
    expect(error).toMatch(/^error: set-1\.1: (process \d+ on|another process has taken over)/);
});

/** What is in the one archive that `set-2` was released with. */
const textOfCore = (folder: string): string =>
  execFileSync('tar', ['-xOf', join(folder, 'release/set-2/assets/core-1.0.0.tar.gz')], { encoding: 'utf8' });
