import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { store, type StoredBytes } from '../storage/blobs.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { backendId, type Scope } from './runtime-token.js';
import { TwirpError } from './twirp.js';

interface NewUpload {
  readonly name: string;
  readonly contentType: string;
  /** Of the artifact; milliseconds since 1970, `null`: GitHub's default. */
  readonly expiresAt: number | null;
}

/** An artifact whose bytes are on their way, block by block. */
export interface Upload extends NewUpload {
  /** The blob's path: account, container, name. */
  readonly path: string;
  /** When its address dies. */
  readonly openUntil: number;
  readonly blocks: Map<string, StoredBytes>;
  bytes: StoredBytes | null;
}

/** By the attempt and the artifact's name; by the blob's path. */
const uploadsOf = subject<World, Map<string, Upload>>(() => new Map());

const lifetime = 60 * 60_000;

const key = ({ run }: Scope, name: string): string => `${backendId(run)} ${name}`;

/** `null` where the attempt has begun one of this name already. */
export function beginUpload(world: World, scope: Scope, wanted: NewUpload): Upload | null {
  const uploads = uploadsOf(world);
  if (uploads.has(key(scope, wanted.name))) return null;
  const path = `artifacts/${backendId(scope.run)}/${world.ids.next()}`;
  const upload: Upload = {
    ...wanted,
    path,
    openUntil: world.clock.now() + lifetime,
    blocks: new Map(),
    bytes: null,
  };
  uploads.set(key(scope, wanted.name), upload);
  return upload;
}

/** Takes the upload out; throws where its bytes did not come. */
export function endUpload(world: World, scope: Scope, name: string): NewUpload & { readonly bytes: StoredBytes } {
  const upload = uploadsOf(world).get(key(scope, name));
  if (!upload?.bytes) throw new TwirpError('not_found', 'nothing was uploaded for this artifact');
  uploadsOf(world).delete(key(scope, name));
  return { name, contentType: upload.contentType, expiresAt: upload.expiresAt, bytes: upload.bytes };
}

const signature = ({ path }: Pick<Upload, 'path'>): string => createHash('sha256').update(path).digest('hex');

export const uploadUrl = ({ urls }: World, upload: Upload): string =>
  `${urls.storage}/${upload.path}?sig=${signature(upload)}`;

/** The upload that a signed address stands for; `null` where there is none, or no longer. */
export function uploadAt(world: World, path: string, sig: string | undefined): Upload | null {
  const upload = [...uploadsOf(world).values()].find((one) => one.path === path);
  if (!upload || sig !== signature(upload) || world.clock.now() >= upload.openUntil) return null;
  return upload;
}

/** Puts the blob together; `false` where a block is missing. */
export async function commit(world: World, upload: Upload, ids: readonly string[]): Promise<boolean> {
  const blocks = ids.flatMap((id) => upload.blocks.get(id) ?? []);
  if (blocks.length !== ids.length) return false;
  upload.bytes = await store(world, Readable.from(chained(blocks)));
  upload.blocks.clear();
  return true;
}

async function* chained(blocks: readonly StoredBytes[]): AsyncGenerator<Uint8Array> {
  for (const block of blocks) yield* block.read(0, block.size) as AsyncIterable<Uint8Array>; // no encoding is set
}
