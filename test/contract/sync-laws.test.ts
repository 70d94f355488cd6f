import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Fault, FaultRule } from '@slipway/github-double';
import type { SyncWish } from '@slipway/operations/sync-release-assets';
import {
  aSyncWish,
  type Death,
  killedSync,
  published,
  sealReleases,
  sync,
  type Syncing,
  withSyncing,
} from './a-sync.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-sync-laws-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Contents by name. Names are such that GitHub keeps them, so that what must be there is known without asking the plan. */
type Contents = Readonly<Record<string, string>>;

const contents = (names: readonly string[]): fc.Arbitrary<Contents> =>
  fc.dictionary(fc.constantFrom(...names), fc.constantFrom('one', 'two', 'three!'), {
    minKeys: 1,
    noNullPrototype: true,
  });

interface Start {
  readonly state: 'none' | 'draft' | 'public' | 'immutable';
  readonly there: Contents;
  /** What a broken upload of long ago left. */
  readonly starter: boolean;
}

const starts: fc.Arbitrary<Start> = fc.record({
  state: fc.constantFrom('none', 'draft', 'public', 'immutable'),
  there: contents(['a.txt', 'b.txt', 'theirs.txt']),
  starter: fc.boolean(),
});

const faults: fc.Arbitrary<readonly FaultRule[]> = fc.array(
  fc.record({
    fault: fc.constantFrom<Fault>(
      { kind: 'unavailable', status: 500 },
      { kind: 'unavailable', status: 502 },
      { kind: 'unavailable', status: 503 },
      { kind: 'reset-before' },
      { kind: 'reset-after' },
      { kind: 'truncated' },
      { kind: 'slow', ms: 30_000 },
      { kind: 'secondary-limit', status: 403, retryAfter: 60 },
      { kind: 'secondary-limit', status: 429 },
      { kind: 'broken-upload' },
      { kind: 'reset-upload', bytes: 1 },
      // As late as GitHub's lists are, "some seconds".
      { kind: 'stale', ms: 5_000 },
    ),
    from: fc.integer({ min: 1, max: 25 }),
    // As often as that, and the run gives up.
    times: fc.constantFrom(1, 1, 1, 200),
  }),
  { maxLength: 6 },
);

/** Processes, one after the other, and what befalls each. */
type Lives = readonly { readonly death: Death; readonly faults: readonly FaultRule[] }[];

const lives: fc.Arbitrary<Lives> = fc.array(
  fc.record({
    death: fc.record({
      // The last one is never reached.
      at: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constant(1_000)),
      when: fc.constantFrom('before', 'after'),
    }),
    faults,
  }),
  { minLength: 1, maxLength: 3 },
);

const cases = fc.record({
  start: starts,
  files: contents(['a.txt', 'new.txt', 'c.txt']),
  archive: fc.boolean(),
  notes: fc.constantFrom('old', 'new'),
  ifExists: fc.constantFrom('skip-identical', 'replace', 'fail'),
  lives,
});

function onDisk(files: Contents, place: string): void {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
}

async function begin(all: Syncing, { state, there, starter }: Start, tag: string): Promise<void> {
  if (state === 'none') return;
  const wish = aSyncWish(tag, { checksums: null, notes: 'old', end: state === 'draft' ? 'draft' : 'public' });
  onDisk(there, all.folder);
  if (state === 'immutable') await sealReleases(all, 'sealed');
  await sync(all, wish);
  if (state === 'immutable') await sealReleases(all, 'open');
  if (!starter || state === 'immutable') return;
  const [release] = await all.double.drive(all.releases.withTag(tag));
  if (!release) throw new Error('it was made just now');
  all.double.faults.add({ fault: { kind: 'broken-upload' }, on: /assets/ });
  onDisk({ 'new.txt': 'broken' }, all.folder);
  const digest = `sha256:${'0'.repeat(64)}` as const;
  const file = { name: 'new.txt', path: join(all.folder, 'new.txt'), size: 6, digest };
  await all.double.drive(all.releases.upload(release, file));
}

interface Case {
  readonly start: Start;
  readonly files: Contents;
  readonly wish: SyncWish;
}

/** All that is public is as it was put in, told by sha256sum and unzip. */
function expectWhole(found: Contents, { start: { there, state }, files, wish: { archive } }: Case): void {
  const place = mkdtempSync(join(tmpdir(), 'slipway-found-'));
  for (const [name, bytes] of Object.entries(found)) writeFileSync(join(place, name), bytes, 'latin1');
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: place });
  if (archive) {
    execFileSync('unzip', ['-q', 'all.zip', '-d', 'unpacked'], { cwd: place });
    expect(readFolder(join(place, 'unpacked'))).toEqual(files);
  }
  rmSync(place, { recursive: true });

  const { SHA256SUMS: list = '', 'all.zip': _, ...others } = found;
  expect(list.match(/(?<= {2}).*/g)).toEqual(
    Object.keys(found)
      .filter((name) => name !== 'SHA256SUMS')
      .toSorted(),
  );
  expect(others).toEqual({ ...(state === 'none' ? {} : there), ...(archive ? {} : files) });
}

const readFolder = (place: string): Contents =>
  Object.fromEntries(readdirSync(place).map((name) => [name, readFileSync(join(place, name), 'utf8')]));

const isTemporary = (name: string): boolean => name.startsWith('slipway-upload-');

/** Wherever a run ends, the public sees what it saw before, or all that is new is there and is being swapped in. */
function expectNotHalf(found: Contents | null, { start, files, wish }: Case): void {
  const seen = found && Object.fromEntries(Object.entries(found).filter(([name]) => !isTemporary(name)));
  const isPublic = start.state === 'public' || start.state === 'immutable';
  if (isDeepStrictEqual(seen, isPublic ? start.there : null)) return;
  // Told to replace, a second run exchanges what the first made public.
  const isExchanged = start.state === 'public' || wish.release.ifExists === 'replace';
  if (!isExchanged) return expectWhole(found ?? {}, { start, files, wish });
  const wanted = wish.archive ? [expect.stringMatching(/^PK/)] : Object.values(files);
  expect(Object.values(found ?? {})).toEqual(
    expect.arrayContaining([...wanted, expect.stringMatching(/^[0-9a-f]{64} {2}/)]),
  );
}

async function liveThrough(all: Syncing, { start, files, wish }: Case, led: Lives): Promise<void> {
  const { tag = '' } = wish.release;
  await begin(all, start, tag);
  onDisk(files, all.folder);
  for (const { death, faults: befalling } of led) {
    for (const rule of befalling) all.double.faults.add(rule);
    await killedSync(all, wish, death);
    all.double.faults.clear();
    expectNotHalf(await published(all, tag), { start, files, wish });
  }

  const last = await sync(all, wish);
  if (isRefused({ start, files, wish })) {
    expect([last.outcome, await published(all, tag)]).toEqual([
      'refused',
      start.state === 'draft' ? null : start.there,
    ]);
    return;
  }
  const again = await sync(all, wish);

  expect(['synced', 'skipped']).toContain(last.outcome);
  expectWhole((await published(all, tag)) ?? {}, { start, files, wish });
  // Whatever lists were late: not two drafts, and no draft beside what is public.
  expect(await all.double.drive(all.releases.withTag(tag))).toHaveLength(1);
  expect(again).toMatchObject(
    wish.release.ifExists === 'replace' ? { outcome: 'synced' } : { skippedReason: 'unchanged' },
  );
}

/** What is immutable takes nothing; and where it is to fail, a file of the same name with other bytes is in its way. */
function isRefused({ start: { state, there }, files, wish }: Case): boolean {
  const differs = !wish.archive && Object.entries(files).some(([name, text]) => (there[name] ?? text) !== text);
  return state === 'immutable' || (wish.release.ifExists === 'fail' && state !== 'none' && differs);
}

test(
  'whatever starts, breaks and dies, the public never sees a half, and the end is whole',
  () =>
    withSyncing(folder, async (all) => {
      let number = 0;
      await fc.assert(
        fc.asyncProperty(cases, async ({ start, files, archive, notes, ifExists, lives: led }) => {
          const made = archive ? { name: 'all.zip', time: 1_700_000_000 } : null;
          const wish = { ...aSyncWish(`v${(number += 1)}`, { notes, ifExists }), archive: made };
          await liveThrough(all, { start, files, wish }, led);
        }),
        // A failure names its seed; to make it smaller takes longer than to read it.
        { numRuns: 30, endOnFailure: true },
      );
    }),
  300_000,
);
