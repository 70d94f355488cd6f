import type { Finding } from '@slipway/domain';
import type { Releases } from '../../ports/index.js';
import type { ReleaseWish } from '../wish.js';
import type { Standing } from './asset-steps.js';
import { findRelease } from './find-release.js';

export type Read =
  | { readonly status: 'read'; readonly standing: Standing }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** The release with the wished tag and its assets, as they stand. */
export async function readStanding(
  releases: Pick<Releases, 'withTag' | 'assets'>,
  wish: Pick<ReleaseWish, 'tag' | 'owner'>,
): Promise<Read> {
  const found = findRelease(await releases.withTag(wish.tag), wish);
  switch (found.status) {
    case 'refused':
      return { status: 'refused', findings: [found.finding] };
    case 'absent':
      return { status: 'read', standing: { release: null, assets: [] } };
    case 'found':
      return {
        status: 'read',
        standing: { release: found.release, assets: await releases.assets(found.release.id) },
      };
  }
}
