import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import fc from 'fast-check';
import { aSet, checksums, manifestOf, type Part } from './a-set.js';
import { aCopy, nodes, program, runProgram, slipway, startSlipway } from './slipway.js';

const example = 'examples/bitcoin-commons';
const breaker = join(import.meta.dirname, '../fixtures/breaks-at-step.mjs');
const replacementBreaker = join(import.meta.dirname, '../fixtures/breaks-at-replacement.mjs');
const run = 'set-2025-01A.1';

/** The newest revision of a run's state, which every persisted step raises by one. */
function stepsOf(folder: string, id: string): number {
  const record = join(folder, '.slipway/runs', id);
  if (!existsSync(record)) return 0;
  return Math.max(0, ...readdirSync(record).map((name) => Number(/^@(\d+)\.json$/.exec(name)?.[1] ?? 0)));
}

/** The example, made and released once: what each further run of it must come to. */
async function theExample() {
  const folder = aCopy();
  const set = join(folder, example);
  const args = ['chain', 'build', '--manifest', 'versions.toml', '--max-parallel', '2'];
  const runOnce = (breaksAt = 'never') =>
    runProgram(nodes[24], ['--import', breaker, program, ...args], {
      folder: set,
      environment: { BREAKS_AT: breaksAt },
    });
  const sums = () => readFileSync(join(set, 'release/set-2025-01A/assets/SHA256SUMS'), 'utf8');
  const forget = () =>
    ['.slipway', 'release'].forEach((name) => rmSync(join(set, name), { recursive: true, force: true }));
  await runProgram(nodes[24], [`${example}/start.mjs`, '--max-parallel', '2'], { folder });
  return { runOnce, sums, forget, steps: stepsOf(set, run) };
}

test.each(['before', 'after'])(
  'a run that is killed %s any of its states is persisted is finished by the next one, with the same release',
  async (when) => {
    const { runOnce, sums, forget, steps } = await theExample();
    const expected = sums();

    for (let step = 1; step <= steps; step += 1) {
      forget();
      const killed = await runOnce(`${when}:${step}`);

      const { code } = await runOnce();

      // Builds that end together are persisted together, so that some runs take fewer steps than the first one.
      const isWhole = killed.code === 0 && step > 12;
      expect({ step, killed: isWhole || killed.code, code, sums: sums() }).toEqual({
        step,
        killed: isWhole || null,
        code: 0,
        sums: expected,
      });
    }
    expect(steps).toBeGreaterThan(12);
  },
);

test.each(['before', 'between', 'after'])(
  'a kill %s the renames of --replace leaves one of the two releases whole, and the next run finishes',
  async (BREAKS_AT) => {
    const folder = aSet({ core: {} });
    await slipway(['chain', 'build'], { folder });
    const former = checksums(folder);
    writeFileSync(join(folder, 'versions.toml'), manifestOf({ core: { build: 'echo another > out/file' } }));
    const replace = ['--import', replacementBreaker, program, 'chain', 'build', '--replace'];

    const killed = await runProgram(nodes[24], replace, { folder, environment: { BREAKS_AT } });
    const left = releases(folder);
    const next = await slipway(['chain', 'build', '--replace'], { folder });

    expect(killed.code).toBeNull();
    expect(left).toContain(former);
    expect(next.code).toBe(0);
    expect(checksums(folder)).not.toBe(former);
    expect(releases(folder)).toEqual([checksums(folder), former]);
  },
);

/** The checksums of all release folders that are to be seen, the one that holds first. */
const releases = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'release'))
    .filter((name) => !name.startsWith('.'))
    .toSorted()
    .map((name) => readFileSync(join(folder, 'release', name, 'assets/SHA256SUMS'), 'utf8'));

test('a disk that is full when a state is to be written is told in one line, and the next run finishes', async () => {
  const { runOnce, sums, forget, steps } = await theExample();
  const expected = sums();

  for (const step of [1, 2, 5, Math.min(steps, 10)]) {
    forget();
    const full = await runOnce(`full:${step}`);
    const errors = full.err.split('\n').filter((text) => text.startsWith('error: '));
    const next = await runOnce();

    expect({ step, code: full.code, errors }).toEqual({
      step,
      code: 1,
      errors: [
        expect.stringMatching(
          /\/runs\/\S+: no space is left on the disk; free some space and run the same command again$/,
        ),
      ],
    });
    expect({ step, code: next.code, sums: sums() }).toEqual({ step, code: 0, sums: expected });
  }
});

/** Tells if a build of the same component still runs when it begins; makes its file at the end, and in two parts. */
const careful = [
  // A killed process that nobody reaps still has its number, and state Z.
  'if test -e $SLIPWAY_CACHE_DIR/pid && ps -o stat= -p $(cat $SLIPWAY_CACHE_DIR/pid) | grep -qv Z',
  'then echo $SLIPWAY_COMPONENT >> $SLIPWAY_MANIFEST_DIR/twice; fi',
  'echo $$ > $SLIPWAY_CACHE_DIR/pid',
  'printf half > out/file; sleep 0.1; (cat $SLIPWAY_UPSTREAM_DIR/*/out/file 2>/dev/null; echo $SLIPWAY_COMPONENT) > out/file',
].join('\n');

const sets = fc.array(fc.uniqueArray(fc.nat(5), { maxLength: 2 }), { minLength: 2, maxLength: 6 }).map((rows) =>
  Object.fromEntries(
    rows.map((requires, at): [string, Part] => {
      const required = requires.filter((other) => other < at).map((other) => `c${other}`);
      return [`c${at}`, { requires: required, build: careful }];
    }),
  ),
);

test('a random set that is killed at random moments builds nothing twice at once and ends with the same release', async () => {
  const law = fc.asyncProperty(
    sets,
    fc.array(fc.integer({ min: 60, max: 500 }), { minLength: 1, maxLength: 3 }),
    async (parts, moments) => {
      const [whole, killed] = [aSet(parts), aSet(parts)];
      await slipway(['chain', 'build'], { folder: whole });

      for (const moment of moments) {
        const { child, ending } = startSlipway(['chain', 'build'], { folder: killed });
        await after(moment);
        child.kill('SIGKILL');
        await ending;
      }
      const finished = await slipway(['chain', 'build'], { folder: killed });

      expect(finished.code).toBe(0);
      expect(existsSync(join(killed, 'twice'))).toBe(false);
      expect(checksums(killed)).toBe(checksums(whole));
    },
  );
  await fc.assert(law, { numRuns: 5, endOnFailure: true });
});

test('a state folder that is deleted costs the builds, and nothing else', async () => {
  const folder = aSet({ core: {}, app: { requires: ['core'] } });
  await slipway(['chain', 'build'], { folder });
  rmSync(join(folder, '.slipway'), { recursive: true });

  const again = await slipway(['chain', 'build'], { folder });

  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('already released') });
});

test('a state folder that is deleted in the middle of a run ends it with what happened, and the next one is whole', async () => {
  const waits = 'while ! test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo made > out/file';
  const folder = aSet({ core: { build: waits }, app: { requires: ['core'] } });
  const { ending, printed } = startSlipway(['chain', 'build'], { folder });
  await printed('core: building');

  rmSync(join(folder, '.slipway'), { recursive: true });
  writeFileSync(join(folder, 'go'), '');
  const { code, err } = await ending;
  const next = await slipway(['chain', 'build'], { folder });

  expect(code).toBe(1);
  expect(err).toMatch(/^error: set-1\.1: the state of this run was deleted while it built; [^\n]*\n$/);
  expect(next).toMatchObject({ code: 0, out: expect.stringContaining('released set-1') });
});

test('a damaged artifact is not used: its component is built again', async () => {
  const folder = aSet({ core: {}, app: { requires: ['core'] } });
  await slipway(['chain', 'build'], { folder });
  const store = join(folder, '.slipway/artifacts/sha256');
  for (const prefix of readdirSync(store)) {
    for (const rest of readdirSync(join(store, prefix))) appendFileSync(join(store, prefix, rest), 'damage');
  }

  const again = await slipway(['chain', 'build'], { folder });

  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('already released') });
  expect(again.out).toContain('core: succeeded');
});
