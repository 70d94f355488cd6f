import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, githubReleases, givenToken } from '@slipway/github';
import { type Double, withDouble, world } from '@slipway/github-double';
import { everything, releaseFiles } from '@slipway/host';
import type { Asset, Releases } from '@slipway/operations/ports';
import { type SyncReport, syncReleaseAssets, type SyncWish } from '@slipway/operations/sync-release-assets';

/** Syncs the files of a folder on this disk to releases of acme/core on the double, through GitHub's adapter. */
export interface Syncing {
  readonly double: Double;
  readonly releases: Releases;
  /** Absolute. */
  readonly folder: string;
}

export const withSyncing = (folder: string, body: (all: Syncing) => Promise<void>): Promise<void> =>
  withDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/core', { files: { 'README.md': '# core\n' } }),
    (double) => body({ double, releases: releasesOn(double), folder }),
    { limits: 'off' },
  );

/** Whether releases that are published from now on are immutable. */
export async function sealReleases({ double }: Syncing, sealed: 'sealed' | 'open'): Promise<void> {
  const authorization = `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`;
  const method = sealed === 'sealed' ? 'PUT' : 'DELETE';
  const { status } = await fetch(`${double.urls.api}/repos/acme/core/immutable-releases`, {
    method,
    headers: { authorization },
  });
  if (status !== 204) throw new Error(`immutable-releases: ${status}`);
}

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

export const aSyncWish = (tag: string, part: Partial<SyncWish['release']> = {}): SyncWish => ({
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

/** One process, from what is asked to its report. */
export const sync = ({ double, releases, folder }: Syncing, wish: SyncWish): Promise<SyncReport> =>
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

export interface Death {
  /** The n-th call of the port, from 1. */
  readonly at: number;
  readonly when: 'before' | 'after';
}

class Killed extends Error {}

/** The same, until the n-th call: the process dies before or after it, and nothing that it began is heard of again. */
export async function killedSync(all: Syncing, wish: SyncWish, death: Death): Promise<SyncReport | 'killed'> {
  try {
    return await sync({ ...all, releases: mortal(all.releases, death) }, wish);
  } catch (error) {
    if (error instanceof Killed) return 'killed';
    throw error;
  }
}

function mortal(releases: Releases, { at, when }: Death): Releases {
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

/** What the public can download, read by curl, by name; `null` where nothing is public. */
export async function published(all: Syncing, tag: string): Promise<Readonly<Record<string, string>> | null> {
  const assets = await all.double.drive(publicAssets(all, tag));
  if (assets === null) return null;
  const to = mkdtempSync(join(tmpdir(), 'slipway-published-'));
  const args = assets.flatMap(({ name, url }) => ['-o', join(to, name), url]);
  if (assets.length > 0) await promisify(execFile)('curl', ['-sfL', ...args]);
  const found = Object.fromEntries(assets.map(({ name }) => [name, readFileSync(join(to, name), 'latin1')] as const));
  rmSync(to, { recursive: true });
  return found;
}

async function publicAssets({ releases }: Syncing, tag: string): Promise<readonly Asset[] | null> {
  const [release, second] = (await releases.withTag(tag)).filter(({ state }) => state === 'public');
  if (second) throw new Error(`two public releases have the tag ${tag}`);
  if (!release) return null;
  return (await releases.assets(release.id)).filter(({ state }) => state === 'uploaded');
}

export const downloaded = async (url: string): Promise<string> =>
  (await promisify(execFile)('curl', ['-sfL', url])).stdout;
