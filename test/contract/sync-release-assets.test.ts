import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, githubReleases, givenToken } from '@slipway/github';
import { type Double, type Fault, withDouble, world } from '@slipway/github-double';
import { everything, releaseFiles } from '@slipway/host';
import type { Releases } from '@slipway/operations/ports';
import { type SyncReport, syncReleaseAssets, type SyncWish } from '@slipway/operations/sync-release-assets';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

const situation = () =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { files: { 'README.md': '# core\n' } });

const doubled = (body: (double: Double) => Promise<void>): Promise<void> =>
  withDouble(situation(), body, { limits: 'off' });

const releasesOn = (double: Double): Releases =>
  githubReleases(
    connect({
      apiUrl: double.urls.api,
      tokens: givenToken(double.token({ kind: 'classic', user: 'ada' })),
      clock: double.clock,
      pace: { betweenWrites: 0 },
    }),
    { owner: 'acme', repo: 'core' },
  );

const aWish = (tag: string, part: Partial<SyncWish['release']> = {}): SyncWish => ({
  release: {
    tag,
    latest: 'legacy',
    end: 'public',
    ifExists: 'skip-identical',
    checksums: 'SHA256SUMS',
    owner: null,
    ...part,
  },
  archive: null,
  entitlement: { feature: 'artifacts_download' },
  mode: 'sync',
});

const sync = (double: Double, releases: Releases, wish: SyncWish): Promise<SyncReport> =>
  double.drive(
    syncReleaseAssets(
      {
        releases,
        files: releaseFiles({ root: folder, patterns: everything }),
        clock: double.clock,
        maxParallel: 4,
        told: () => {},
      },
      wish,
    ),
  );

class Killed extends Error {}

/** The same releases, until the n-th call: the process dies before or after it, and nothing that it began is heard of again. */
function mortal(releases: Releases, { at, when }: { at: number; when: 'before' | 'after' }): Releases {
  let calls = 0;
  const die = (): never => {
    throw new Killed();
  };
  return new Proxy(releases, {
    get:
      (target, name: keyof Releases) =>
      async (...args: readonly unknown[]) => {
        calls += 1;
        if (calls > at || (calls === at && when === 'before')) return die();
        const answer = await (target[name] as (...all: readonly unknown[]) => Promise<unknown>)(...args);
        return calls >= at ? die() : answer;
      },
  });
}

/** What the public can download, read by curl. */
async function published(releases: Releases, tag: string): Promise<Readonly<Record<string, string>>> {
  const [release, second] = await releases.withTag(tag);
  if (!release || second || release.state !== 'public') throw new Error(`${tag} is not one public release`);
  const assets = await releases.assets(release.id);
  return Object.fromEntries(
    await Promise.all(assets.map(async ({ name, url }) => [name, await downloaded(url)] as const)),
  );
}

const downloaded = async (url: string): Promise<string> => (await promisify(execFile)('curl', ['-sfL', url])).stdout;

const aSet = (): void => {
  write('my app.txt', 'one');
  write('b.txt', 'two');
};

test('files are released, downloaded with curl, and found unchanged', () =>
  doubled(async (double) => {
    aSet();
    const releases = releasesOn(double);

    const first = await sync(double, releases, aWish('v1'));
    const uploads = double.log.effects('asset-uploaded').length;
    const second = await sync(double, releases, aWish('v1'));

    expect(first).toMatchObject({ outcome: 'synced', release: { state: 'public' }, findings: [] });
    expect(await downloaded(first.assets[1]?.url ?? '')).toBe('one');
    expect(await published(releases, 'v1')).toMatchObject({ 'my.app.txt': 'one', 'b.txt': 'two' });
    expect(second).toMatchObject({ skippedReason: 'unchanged' });
    expect(double.log.effects('asset-uploaded')).toHaveLength(uploads);
  }));

const starts = ['nothing', 'a public release with other files'] as const;

test.each(starts)(
  'killed before and after every call, beginning with %s, and run again, the end is the same',
  (start) =>
    doubled(async (double) => {
      const releases = releasesOn(double);
      const begin = async (tag: string): Promise<void> => {
        write('my app.txt', 'older');
        write('b.txt', 'two');
        if (start !== 'nothing') await sync(double, releases, aWish(tag));
        aSet();
      };
      await begin('whole');
      await sync(double, releases, aWish('whole'));
      const end = await published(releases, 'whole');

      let kills = 0;
      for (let at = 1; at < 40; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const tag = `v${at}-${when}`;
          await begin(tag);
          try {
            await sync(double, mortal(releases, { at, when }), aWish(tag));
          } catch (error) {
            if (!(error instanceof Killed)) throw error;
            kills += 1;
          }
          await sync(double, releases, aWish(tag));

          expect([tag, await published(releases, tag)]).toEqual([tag, end]);
        }
      }
      expect(kills).toBeGreaterThan(12);
    }),
  120_000,
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
    doubled(async (double) => {
      aSet();
      const releases = releasesOn(double);
      await sync(double, releases, aWish('whole'));
      const end = await published(releases, 'whole');

      for (let from = 1; from <= 12; from += 1) {
        const tag = `v${from}`;
        double.faults.clear();
        double.faults.add({ fault, from });

        const report = await sync(double, releases, aWish(tag));
        if (report.outcome !== 'synced') await sync(double, releases, aWish(tag));

        double.faults.clear();
        expect([tag, await published(releases, tag)]).toEqual([tag, end]);
      }
    }),
  60_000,
);

test('an immutable release is refused before anything', () =>
  doubled(async (double) => {
    aSet();
    const token = double.token({ kind: 'classic', user: 'ada' });
    await fetch(`${double.urls.api}/repos/acme/core/immutable-releases`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
    });
    const releases = releasesOn(double);
    await sync(double, releases, aWish('v1'));
    write('late.txt', 'late');

    const report = await sync(double, releases, aWish('v1'));

    expect(report).toMatchObject({ outcome: 'refused', findings: [{ what: expect.stringContaining('immutable') }] });
    expect(Object.keys(await published(releases, 'v1'))).not.toContain('late.txt');
  }));
