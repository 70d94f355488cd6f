import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Fault } from '@slipway/github-double';
import type { SyncReport } from '@slipway/operations/sync-release-assets';
import { aSyncWish, downloaded, killedSync, published, sync, withSyncing } from './a-sync.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

const aSet = (): void => {
  write('my app.txt', 'one');
  write('b.txt', 'two');
};

test('files are released, downloaded with curl, and found unchanged', () =>
  withSyncing(folder, async (all) => {
    const { double } = all;
    aSet();

    const first = await sync(all, aSyncWish('v1'));
    const uploads = double.log.effects('asset-uploaded').length;
    const second = await sync(all, aSyncWish('v1'));

    expect(first).toMatchObject({ outcome: 'synced', release: { state: 'public' }, findings: [] });
    expect(await downloaded(first.assets[1]?.url ?? '')).toBe('one');
    expect(await published(all, 'v1')).toMatchObject({ 'my.app.txt': 'one', 'b.txt': 'two' });
    expect(second).toMatchObject({ skippedReason: 'unchanged' });
    expect(double.log.effects('asset-uploaded')).toHaveLength(uploads);
  }));

const starts = ['nothing', 'a public release with other files'] as const;

test.each(starts)(
  'killed before and after every call, beginning with %s, and run again, the end is the same',
  (start) =>
    withSyncing(folder, async (all) => {
      const begin = async (tag: string): Promise<void> => {
        write('my app.txt', 'older');
        write('b.txt', 'two');
        if (start !== 'nothing') await sync(all, aSyncWish(tag));
        aSet();
      };
      await begin('whole');
      await sync(all, aSyncWish('whole'));
      const end = await published(all, 'whole');

      let kills = 0;
      for (let at = 1; at < 40; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const tag = `v${at}-${when}`;
          await begin(tag);
          if ((await killedSync(all, aSyncWish(tag), { at, when })) === 'killed') kills += 1;
          await sync(all, aSyncWish(tag));

          expect([tag, await published(all, tag)]).toEqual([tag, end]);
        }
      }
      expect(kills).toBeGreaterThan(12);
    }),
  120_000,
);

test.each([...starts, 'a draft with other files'] as const)(
  'jobs that sync at the same time, beginning with %s, lose nothing for good: one after the other they complete the release',
  (start) =>
    withSyncing(folder, async (all) => {
      const wish = aSyncWish('v1', { end: start === 'a draft with other files' ? 'draft' : 'public' });
      const jobs = ['linux', 'macos', 'windows'].map((name) => ({ ...all, folder: join(folder, name) }));
      const before = { ...all, folder: join(folder, 'before') };
      for (const { folder: own } of [before, ...jobs]) {
        mkdirSync(own);
        writeFileSync(join(own, `${basename(own)}.txt`), own);
      }
      if (start !== 'nothing') await sync(before, wish);

      const together = await Promise.all(jobs.map((job) => sync(job, wish)));
      const alone: SyncReport[] = [];
      for (const job of jobs) alone.push(await sync(job, aSyncWish('v1')));

      const end = await published(all, 'v1');
      const names = [...(start === 'nothing' ? [] : ['before']), 'linux', 'macos', 'windows'].map(
        (name) => `${name}.txt`,
      );
      expect(together.filter(({ outcome }) => !['synced', 'failed'].includes(outcome))).toEqual([]);
      expect(alone.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(Object.keys(end ?? {}).toSorted()).toEqual(['SHA256SUMS', ...names]);
      expect(end?.['SHA256SUMS']?.match(/\S+\.txt/g)).toEqual(names);
    }),
);

/** Requests of a sync of two files onto a new release, and some more. */
const requests = 14;

test.each(['reset-before', 'reset-after'] as const)(
  'cut off for good at any request (%s), and run again, the end is the same',
  (kind) =>
    withSyncing(folder, async (all) => {
      const { double } = all;
      aSet();
      await sync(all, aSyncWish('whole'));
      const end = await published(all, 'whole');

      for (let from = 1; from <= requests; from += 1) {
        const tag = `v${from}`;
        double.faults.add({ fault: { kind }, from });
        double.faults.add({ fault: { kind: 'reset-before' }, from: from + 1, times: 1_000_000 });
        const cut = await sync(all, aSyncWish(tag));
        double.faults.clear();
        if (cut.outcome !== 'synced') expect([null, end]).toContainEqual(await published(all, tag));
        await sync(all, aSyncWish(tag));

        expect([tag, await published(all, tag)]).toEqual([tag, end]);
      }
    }),
  60_000,
);

const faults: readonly Fault[] = [
  { kind: 'unavailable', status: 502 },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'truncated' },
  { kind: 'secondary-limit', status: 403, retryAfter: 60 },
  { kind: 'broken-upload' },
  { kind: 'reset-upload', bytes: 1 },
  { kind: 'stale', ms: 60_000 },
];

test.each(faults)(
  '$kind at any request: the end is the same',
  (fault) =>
    withSyncing(folder, async (all) => {
      const { double } = all;
      aSet();
      await sync(all, aSyncWish('whole'));
      const end = await published(all, 'whole');

      for (let from = 1; from <= 12; from += 1) {
        const tag = `v${from}`;
        double.faults.clear();
        double.faults.add({ fault, from });

        const report = await sync(all, aSyncWish(tag));
        if (report.outcome !== 'synced') await sync(all, aSyncWish(tag));

        double.faults.clear();
        expect([tag, await published(all, tag)]).toEqual([tag, end]);
      }
    }),
  60_000,
);

test('two drafts of runs that were killed before they could see each other become one release', () =>
  withSyncing(folder, async (all) => {
    aSet();
    const late = { fault: { kind: 'stale', ms: 60_000 }, on: 'GET /repos/{owner}/{repo}/releases', times: 2 } as const;
    // The first dies with a file in its draft, the second, which does not see that, just after it made its own.
    await killedSync(all, aSyncWish('v1'), { at: 5, when: 'after' });
    all.double.faults.add(late);
    await killedSync(all, aSyncWish('v1'), { at: 2, when: 'after' });
    all.double.faults.clear();
    expect(await all.releases.withTag('v1')).toHaveLength(2);

    const report = await sync(all, aSyncWish('v1'));

    expect(report).toMatchObject({ outcome: 'synced', findings: [{ severity: 'notice' }] });
    expect(await all.releases.withTag('v1')).toHaveLength(1);
    expect(await published(all, 'v1')).toMatchObject({ 'my.app.txt': 'one', 'b.txt': 'two' });
  }));

test('a draft that a list does not show yet is not made a second time', () =>
  withSyncing(folder, async (all) => {
    aSet();
    await killedSync(all, aSyncWish('v1'), { at: 2, when: 'after' });
    all.double.faults.add({ fault: { kind: 'stale', ms: 60_000 }, on: 'GET /repos/{owner}/{repo}/releases' });

    const report = await sync(all, aSyncWish('v1'));

    expect(all.double.log.effects('release-created')).toHaveLength(2);
    expect(report.outcome).toBe('synced');
    expect(await all.releases.withTag('v1')).toHaveLength(1);
    expect(await published(all, 'v1')).toMatchObject({ 'my.app.txt': 'one', 'b.txt': 'two' });
  }));

test('an immutable release is refused before anything', () =>
  withSyncing(folder, async (all) => {
    const { double } = all;
    aSet();
    const token = double.token({ kind: 'classic', user: 'ada' });
    await fetch(`${double.urls.api}/repos/acme/core/immutable-releases`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
    });
    await sync(all, aSyncWish('v1'));
    write('late.txt', 'late');

    const report = await sync(all, aSyncWish('v1'));

    expect(report).toMatchObject({ outcome: 'refused', findings: [{ what: expect.stringContaining('immutable') }] });
    expect(Object.keys((await published(all, 'v1')) ?? {})).not.toContain('late.txt');
  }));
