import { noContent, ok, redirect } from '../server/answer.js';
import { page } from '../server/pagination.js';
import { found, notFound, validationFailed } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { assetName } from './asset-names.js';
import { downloadUrl } from './download.js';
import { assetJson } from './json.js';
import { type Asset, type Release, releasesOf } from './release.js';
import { isVisible, releaseBy } from './release-routes.js';
import { duplicate, sealed, upload } from './upload.js';

interface ById {
  params: { asset_id: number };
}

export const assetRoutes: Routes = {
  'GET /repos/{owner}/{repo}/releases/{release_id}/assets': inRepository<{ params: { release_id: number } }>(
    'contents:read',
    (call) => {
      const release = releaseBy(call);
      return page(call, release.assets, (asset) => assetJson(call.world, call.repository, release, asset));
    },
  ),

  'POST /repos/{owner}/{repo}/releases/{release_id}/assets': inRepository('contents:write', upload, {
    host: 'uploads',
    createsContent: true,
  }),

  /** "To download the asset's binary content … set the Accept header to `application/octet-stream`" (its documentation). */
  'GET /repos/{owner}/{repo}/releases/assets/{asset_id}': inRepository<ById>('contents:read', (call) => {
    const { release, asset } = assetBy(call);
    const wantsBytes = String(call.headers['accept'] ?? '').includes('application/octet-stream');
    if (!wantsBytes) return ok(assetJson(call.world, call.repository, release, asset));
    return redirect(found(downloadUrl(call.world, asset)));
  }),

  'PATCH /repos/{owner}/{repo}/releases/assets/{asset_id}': inRepository<
    ById & { body: { name?: string; label?: string } }
  >(
    'contents:write',
    (call) => {
      const { world, repository, body, now } = call;
      const { release, asset } = assetBy(call);
      if (release.immutable) throw sealed();
      const name = body.name === undefined ? asset.name : assetName(body.name);
      if (release.assets.some((other) => other !== asset && other.name === name)) throw validationFailed(duplicate);
      Object.assign(asset, { name, label: body.label ?? asset.label, updatedAt: now });
      call.did('asset-edited', { release: release.id, asset: asset.id, name });
      return ok(assetJson(world, repository, release, asset));
    },
    { createsContent: true },
  ),

  'DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}': inRepository<ById>('contents:write', (call) => {
    const { release, asset } = assetBy(call);
    if (release.immutable) {
      // Quoted in uutils/coreutils#13839.
      const message = 'Cannot delete asset from an immutable release';
      throw validationFailed({ resource: 'ReleaseAsset', code: 'custom', message });
    }
    release.assets.splice(release.assets.indexOf(asset), 1);
    call.did('asset-deleted', { release: release.id, asset: asset.id, name: asset.name });
    return noContent();
  }),
};

function assetBy(call: RepositoryCall<ById>): { readonly release: Release; readonly asset: Asset } {
  for (const release of releasesOf(call.repository).all) {
    const asset = release.assets.find(({ id }) => id === call.params.asset_id);
    if (asset && isVisible(call, release)) return { release, asset };
  }
  throw notFound();
}
