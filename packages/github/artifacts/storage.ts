import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Digest } from '@slipway/domain';
import { complaintOf } from '../client/failure.js';

/** What was downloaded to a file. */
export interface Download {
  readonly digest: Digest;
  /** As the storage tells it, without parameters: `application/zip`. */
  readonly type: string;
}

export type DownloadResult =
  | { readonly status: 'done'; readonly download: Download }
  | { readonly status: 'too-large' }
  /** Another try may do better. */
  | { readonly status: 'broken'; readonly what: string };

/** Downloads to a new file, or one that is overwritten, and hashes on the way. Throws where the disk does not take it. */
export async function downloadTo(path: string, address: string, mostBytes: number): Promise<DownloadResult> {
  // Nothing that tells who we are: the address alone is the permission, and is for another host. Packed on the way, bytes had another digest.
  const asked = await fetch(address, { headers: { 'accept-encoding': 'identity' } }).catch(broken);
  if (!(asked instanceof Response)) return asked;
  if (!asked.ok || !asked.body) {
    await asked.body?.cancel();
    return { status: 'broken', what: `the storage answers ${asked.status}` };
  }
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    let size = 0;
    for await (const chunk of received(asked.body)) {
      if (!(chunk instanceof Uint8Array)) return chunk;
      size += chunk.length;
      if (size > mostBytes) return { status: 'too-large' };
      hash.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  const type = (asked.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return { status: 'done', download: { digest: `sha256:${hash.digest('hex')}`, type } };
}

type Broken = Extract<DownloadResult, { status: 'broken' }>;

/** A connection that ends too early is told as the last item: what the disk throws must not pass for it. */
async function* received(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array | Broken> {
  try {
    yield* body;
  } catch (error) {
    yield broken(error);
  }
}

const broken = (error: unknown): Broken => ({ status: 'broken', what: complaintOf(error) });
