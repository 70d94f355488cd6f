import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { accountJson } from '../world/accounts.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Asset, Release } from './release.js';

export function releaseJson(world: World, repository: Repository, release: Release): object {
  const { id, tag, draft, publishedAt } = release;
  const url = `${repositoryUrl(world, repository)}/releases/${id}`;
  const tagUrl = (kind: string): string | null => (draft ? null : `${repositoryUrl(world, repository)}/${kind}/${tag}`);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url.replace(world.urls.api, world.urls.uploads)}/assets{?name,label}`,
    html_url: `${world.urls.server}/${repository.fullName}/releases/tag/${draft ? untagged(release) : encodeURI(tag)}`,
    id,
    node_id: nodeId('RE', id),
    author: accountJson(world.urls, release.author),
    tag_name: tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: stamp(release.createdAt),
    updated_at: stamp(release.updatedAt),
    published_at: publishedAt === null ? null : stamp(publishedAt),
    assets: release.assets.map((asset) => assetJson(world, repository, release, asset)),
    tarball_url: tagUrl('tarball'),
    zipball_url: tagUrl('zipball'),
  };
}

export function assetJson(world: World, repository: Repository, release: Release, asset: Asset): object {
  const { id, name, label, bytes, contentType } = asset;
  const folder = release.draft ? untagged(release) : encodeURI(release.tag);
  return {
    url: `${repositoryUrl(world, repository)}/releases/assets/${id}`,
    id,
    node_id: nodeId('RA', id),
    name,
    label,
    uploader: accountJson(world.urls, asset.uploader),
    content_type: contentType,
    state: bytes ? 'uploaded' : 'starter',
    size: bytes?.size ?? 0,
    digest: bytes?.digest ?? null,
    download_count: asset.downloads,
    created_at: stamp(asset.createdAt),
    updated_at: stamp(asset.updatedAt),
    browser_download_url: `${world.urls.server}/${repository.fullName}/releases/download/${folder}/${encodeURIComponent(name)}`,
  };
}

/** GitHub shows drafts under an address that tells nobody their tag. */
const untagged = ({ id }: Release): string => `untagged-${id.toString(16).padStart(20, '0')}`;
