import type { FastifyInstance } from 'fastify';
import { refusalOf } from '../tokens/access.js';
import { signedUrl } from '../storage/downloads.js';
import type { World } from '../world/world.js';
import { type Asset, publishedUnder } from './release.js';

/** How long an asset's signed address lives; GitHub's is good for five minutes or more, which it does not document. */
const lifetime = 5 * 60_000;

/** Where the asset's bytes are now; `null` where it has none. Counts as a download. */
export function downloadUrl(world: World, asset: Asset): string | null {
  if (!asset.bytes) return null;
  asset.downloads += 1;
  return signedUrl(world, { bytes: asset.bytes, name: asset.name, type: asset.contentType, lifetime });
}

/** `browser_download_url`: for everybody, as long as the repository is public. */
export function mountAssetDownloads(app: FastifyInstance, world: World): void {
  app.get<{ Params: { owner: string; repo: string; '*': string } }>(
    '/:owner/:repo/releases/download/*',
    (request, reply) => {
      const { owner, repo, '*': rest } = request.params;
      const slash = rest.lastIndexOf('/');
      const repository = world.repository(`${owner}/${repo}`);
      const hidden =
        !repository ||
        refusalOf(world, { kind: 'anonymous', label: 'anonymous' }, repository, 'contents:read') !== null;
      const release = hidden ? null : publishedUnder(repository, rest.slice(0, slash));
      const asset = release?.assets.find(({ name }) => name === rest.slice(slash + 1));
      const url = asset ? downloadUrl(world, asset) : null;
      const entry = world.log.begin({
        at: world.clock.now(),
        method: 'GET',
        path: request.url,
        route: null,
        token: 'anonymous',
      });
      entry.status = url === null ? 404 : 302;
      return url === null ? reply.code(404).send('Not Found') : reply.redirect(url);
    },
  );
}
