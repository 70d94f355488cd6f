import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, githubReleases, givenToken } from '@slipway/github';
import { type Double, type DoubleOptions, withDouble, world } from '@slipway/github-double';
import { everything, releaseFiles } from '@slipway/host';
import type { Clock } from '@slipway/operations/ports';
import { type SyncReport, syncReleaseAssets } from '@slipway/operations/sync-release-assets';

/** The names of so many repositories. */
export const repositories = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `core-${at}`);

/** A GitHub with so many repositories, and a folder for files, for as long as `measure` takes. */
export async function withRepositories<T>(
  count: number,
  options: DoubleOptions,
  measure: (double: Double, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const situation = repositories(count).reduce(
    (builder, name) => builder.repository(`acme/${name}`),
    world().organisation('acme', { owners: ['ada'] }),
  );
  try {
    return await withDouble(situation, (double) => measure(double, folder), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where to sync to, and as whom. */
export const access = (double: Double): Pick<SyncOptions, 'apiUrl' | 'token'> => ({
  apiUrl: double.urls.api,
  token: double.token({ kind: 'classic', user: 'ada' }),
});

export interface SyncOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly root: string;
  readonly repository: string;
  readonly maxParallel: number;
  readonly pacing: 'on' | 'off';
  readonly mode: 'sync' | 'dry-run';
}

/** All files of a folder onto a release, in this process. */
export async function sync(options: SyncOptions, clock: Clock): Promise<SyncReport> {
  const { apiUrl, token, root, repository, maxParallel, pacing, mode } = options;
  const client = connect({
    apiUrl,
    tokens: givenToken(token),
    clock,
    ...(pacing === 'off' && { pace: { betweenWrites: 0 } }),
  });
  const report = await syncReleaseAssets(
    {
      releases: githubReleases(client, { owner: 'acme', repo: repository }),
      files: releaseFiles({ root, patterns: everything }),
      clock,
      maxParallel,
      told: () => {},
    },
    {
      release: {
        tag: 'v1',
        latest: 'legacy',
        end: 'public',
        ifExists: 'skip-identical',
        checksums: 'SHA256SUMS',
        owner: null,
      },
      archive: null,
      entitlement: { feature: '' },
      mode,
    },
  );
  if (report.outcome === 'failed' || report.outcome === 'refused') throw new Error(report.findings[0]?.what);
  return report;
}
