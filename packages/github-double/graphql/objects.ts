import { refAsOf } from '../git/move-ref.js';
import { assetJson } from '../releases/json.js';
import { type Asset, latestOf, publishedUnder, type Release, releasesOf } from '../releases/release.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { connection, type Window } from './connection.js';
import { gitObject, objectAt } from './git-objects.js';
import type { Source } from './source.js';

export interface Reading {
  readonly world: World;
  /** What was so then is what is told. */
  readonly asOf: number;
}

export function repositorySource(reading: Reading, repository: Repository): Source {
  const { world } = reading;
  const { id, name, fullName, owner, git } = repository;
  const release = (found: Release | null) => found && releaseSource(reading, repository, found);
  return {
    __typename: 'Repository',
    id: nodeId('R', id),
    databaseId: id,
    name,
    nameWithOwner: fullName,
    isPrivate: repository.private,
    isEmpty: git.isEmpty(),
    url: `${world.urls.server}/${fullName}`,
    owner: {
      __typename: owner.type === 'Organization' ? 'Organization' : 'User',
      id: nodeId(owner.type === 'Organization' ? 'O' : 'U', owner.id),
      login: owner.login,
    },
    defaultBranchRef: () => refSource(reading, repository, `refs/heads/${git.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`]
        .map((full) => refSource(reading, repository, full))
        .find((found) => found !== null) ?? null,
    refs: ({ refPrefix, ...window }: Window & { refPrefix: string }) =>
      connection(window, git.refs.list(refPrefix), (ref) => refSource(reading, repository, ref.name)),
    object: ({ expression, oid }: { expression?: string; oid?: string }) =>
      objectAt(repository, expression ?? oid ?? ''),
    release: ({ tagName }: { tagName: string }) => release(publishedUnder(repository, tagName)),
    latestRelease: () => release(latestOf(repository)),
    releases: (window: Window) =>
      connection(
        window,
        releasesOf(repository).all.filter(({ draft }) => !draft),
        release,
      ),
  };
}

function refSource({ asOf }: Reading, repository: Repository, full: string): Source | null {
  const sha = refAsOf(repository, full, asOf);
  if (sha === null) return null;
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.*)$/.exec(full) ?? [];
  return {
    __typename: 'Ref',
    id: `${nodeId('REF', repository.id)}:${Buffer.from(full).toString('base64url')}`,
    name,
    prefix,
    target: () => gitObject(repository, sha),
  };
}

export function releaseSource({ world }: Reading, repository: Repository, release: Release): Source {
  const { id, tag, name, body, draft, prerelease, createdAt, publishedAt, updatedAt, assets } = release;
  return {
    __typename: 'Release',
    id: nodeId('RE', id),
    databaseId: id,
    tagName: tag,
    name,
    description: body,
    isDraft: draft,
    isPrerelease: prerelease,
    isLatest: latestOf(repository) === release,
    createdAt: stamp(createdAt),
    publishedAt: publishedAt === null ? null : stamp(publishedAt),
    updatedAt: stamp(updatedAt),
    url: `${world.urls.server}/${repository.fullName}/releases/tag/${tag}`,
    releaseAssets: ({ name: wanted, ...window }: Window & { name?: string }) =>
      connection(
        window,
        assets.filter((asset) => wanted === undefined || asset.name === wanted),
        (asset) => assetSource(world, repository, release, asset),
      ),
  };
}

/** As the REST API tells it, under GraphQL's names. */
const assetSource = (world: World, repository: Repository, release: Release, asset: Asset): Source => {
  const json: Source = { ...assetJson(world, repository, release, asset) };
  return {
    __typename: 'ReleaseAsset',
    id: json['node_id'],
    name: json['name'],
    size: json['size'],
    digest: json['digest'],
    contentType: json['content_type'],
    downloadCount: json['download_count'],
    downloadUrl: json['browser_download_url'],
    url: json['browser_download_url'],
    createdAt: json['created_at'],
    updatedAt: json['updated_at'],
  };
};
