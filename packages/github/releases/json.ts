import { isDigest } from '@slipway/domain';
import type { Asset, Release } from '@slipway/operations/ports';
import type { Answer } from '../client/policy.js';

type ReleaseJson = Answer<'GET /repos/{owner}/{repo}/releases/{release_id}'>;
type AssetJson = Answer<'GET /repos/{owner}/{repo}/releases/assets/{asset_id}'>;

export const releaseFrom = (json: ReleaseJson): Release => ({
  id: json.id,
  tag: json.tag_name,
  title: json.name ?? '',
  notes: json.body ?? '',
  target: json.target_commitish,
  state: json.draft ? 'draft' : 'public',
  prerelease: json.prerelease,
  immutable: json.immutable ?? false,
  url: json.html_url,
});

export const assetFrom = ({ id, name, size, digest, state, browser_download_url: url }: AssetJson): Asset => ({
  id,
  name,
  size,
  digest: typeof digest === 'string' && isDigest(digest) ? digest : null,
  state: stateFrom(state),
  url,
});

/** The description lacks `starter`, which the documentation of uploads has. A word that nobody knows is not whole either. */
const stateFrom = (state: string): Asset['state'] => (state === 'uploaded' || state === 'starter' ? state : 'open');
