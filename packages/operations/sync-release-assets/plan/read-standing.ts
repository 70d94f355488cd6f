import type { Finding } from '@slipway/domain';
import type { Releases } from '../../ports/index.js';
import type { Standing, Twin } from './standing.js';
import { findRelease, type Sought } from './find-release.js';

export type Read =
  | { readonly status: 'read'; readonly standing: Standing }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** The release with the wished tag and its assets, as they stand. */
export async function readStanding(releases: Pick<Releases, 'withTag' | 'assets'>, sought: Sought): Promise<Read> {
  const found = findRelease(await releases.withTag(sought.tag), sought);
  switch (found.status) {
    case 'refused':
      return { status: 'refused', findings: [found.finding] };
    case 'absent':
      return { status: 'read', standing: { release: null, assets: [], twins: [] } };
    case 'found': {
      const assets = await releases.assets(found.release.id);
      const twins: Twin[] = [];
      for (const release of found.twins) twins.push({ release, assets: await releases.assets(release.id) });
      return { status: 'read', standing: { release: found.release, assets, twins } };
    }
  }
}
