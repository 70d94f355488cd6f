import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { World } from '../world/world.js';

/** Bytes that can be read as often as one likes: of an upload, or made when they are read. */
export interface StoredBytes {
  readonly size: number;
  /** `sha256:<hex>`. */
  readonly digest: string;
  /** From `start` up to `end`, which is not part of it. */
  read(start: number, end: number): Readable;
}

/** Streams to a file of the world's folder and hashes on the way; rejects where the sender breaks off. */
export async function store(world: World, source: Readable): Promise<StoredBytes> {
  const folder = join(world.folder, 'bytes');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, String(world.ids.next()));
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  const read: StoredBytes['read'] = (start, end) =>
    start < end ? createReadStream(path, { start, end: end - 1 }) : Readable.from([]);
  return { size, digest: `sha256:${hash.digest('hex')}`, read };
}
