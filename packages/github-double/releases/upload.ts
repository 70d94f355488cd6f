import type { Readable } from 'node:stream';
import { type Answer, created } from '../server/answer.js';
import { type FieldError, Refusal, unprocessable, validationFailed } from '../server/refusal.js';
import type { RepositoryCall } from '../server/route.js';
import { store } from '../storage/blobs.js';
import { actorOf } from '../tokens/caller.js';
import { assetName } from './asset-names.js';
import { assetJson } from './json.js';
import type { Asset, Release } from './release.js';
import { releaseBy } from './release-routes.js';

interface Upload {
  params: { release_id: number };
  query: { name: string; label?: string };
}

const mostAssets = 1000;
const largest = 2 ** 31; // "size must be less than or equal to 2147483648": cli/cli#10182

export const duplicate: FieldError = { resource: 'ReleaseAsset', code: 'already_exists', field: 'name' };
export const sealed = (): Refusal => unprocessable('Cannot upload assets to an immutable release.');

/**
 * Takes an asset's bytes. It stands in the list as a `starter` from the first byte on, and stays one where the upload
 * breaks off: then it blocks its name until somebody deletes it.
 */
export async function upload(call: RepositoryCall<Upload>): Promise<Answer> {
  const { world, repository, query, now, headers, caller } = call;
  const release = releaseBy(call);
  const name = assetName(query.name);
  if (release.immutable) throw sealed();
  const errors = uploadErrors(release, name, Number(headers['content-length'] ?? 0));
  if (errors.length > 0) throw validationFailed(...errors);
  const asset: Asset = {
    id: world.ids.next(),
    name,
    label: query.label ?? '',
    contentType: String(headers['content-type'] ?? 'application/octet-stream'),
    uploader: actorOf(caller),
    createdAt: now,
    updatedAt: now,
    downloads: 0,
    bytes: null,
  };
  release.assets.push(asset);
  const bytes = await receive(call, release, asset);
  Object.assign(asset, { bytes, updatedAt: world.clock.now() });
  call.did('asset-uploaded', { release: release.id, asset: asset.id, name, size: bytes.size, digest: bytes.digest });
  return created(assetJson(world, repository, release, asset));
}

async function receive(call: RepositoryCall<Upload>, release: Release, asset: Asset) {
  try {
    if (call.fault?.kind === 'reset-upload') await readUpTo(call.fault.bytes, call.upload);
    else {
      const bytes = await store(call.world, call.upload);
      if (call.fault?.kind !== 'broken-upload') return bytes;
    }
  } catch {
    // the client broke off; whatever is answered, it does not hear it
  }
  call.did('asset-broken', { release: release.id, asset: asset.id, name: asset.name });
  throw new Refusal(502, 'Server Error');
}

/** Leaves the rest unread, which ends the connection. */
async function readUpTo(bytes: number, stream: Readable): Promise<void> {
  let read = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read >= bytes) return;
  }
}

function uploadErrors(release: Release, name: string, size: number): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
  if (release.assets.some((asset) => asset.name === name)) errors.push(duplicate);
  if (release.assets.length >= mostAssets) {
    const message = `file_count limited to ${mostAssets} assets per release`;
    errors.push({ resource: 'ReleaseAsset', code: 'custom', field: 'file_count', message });
  }
  if (size > largest) {
    errors.push({
      resource: 'ReleaseAsset',
      code: 'custom',
      field: 'size',
      message: `size must be less than or equal to ${largest}`,
    });
  }
  return errors;
}
