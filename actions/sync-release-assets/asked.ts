import { type Finding, printed, ReleaseError } from '@slipway/domain';
import { connect, githubReleases, givenToken } from '@slipway/github';
import { everything, releaseFiles, systemClock } from '@slipway/host';
import type { Releases } from '@slipway/operations/ports';
import {
  type SyncEvent,
  syncReleaseAssets,
  type SyncReport,
  type SyncWish,
} from '@slipway/operations/sync-release-assets';

/** What is asked, by a workflow or by a program: all that the operation is wired from. */
export interface Asked {
  readonly wish: SyncWish;
  /** Absolute; nothing outside of it is taken. */
  readonly root: string;
  /** Empty: all that is in `root`. */
  readonly patterns: readonly string[];
  /** `owner/name`; `''` where none is known. */
  readonly repository: string;
  /** `''` where there is none. */
  readonly token: string;
  readonly apiUrl: string;
  readonly maxParallel: number;
  readonly told: (event: SyncEvent) => void;
}

/** Wires the adapters to the operation. */
export const answer = ({ wish, root, patterns, maxParallel, told, ...credentials }: Asked): Promise<SyncReport> =>
  syncReleaseAssets(
    {
      releases: releasesFor(credentials),
      files: releaseFiles({ root, patterns: patterns.length > 0 ? patterns : everything }),
      clock: systemClock,
      maxParallel,
      told,
    },
    wish,
  );

function releasesFor({ repository, token, apiUrl }: Pick<Asked, 'repository' | 'token' | 'apiUrl'>): Releases | null {
  if (repository === '' || token === '') return null;
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === undefined || repo === undefined) throw new ReleaseError([noRepository(repository)]);
  return githubReleases(connect({ apiUrl, tokens: givenToken(token), clock: systemClock }), { owner, repo });
}

const noRepository = (repository: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: `${printed(repository)} is no repository`,
  where: 'repository',
  remedy: 'write owner/name, as in your-organisation/app',
});
