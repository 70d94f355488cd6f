import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Artifact } from '@slipway/domain';

/** Writes a new file, hashing it on the way; one that does not become whole does not stay. Compressing keeps this thread busy, not the disk: writing at once costs less than handing it over. */
export async function writeHashed(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<Pick<Artifact, 'size' | 'digest'>> {
  const hash = createHash('sha256');
  let size = 0;
  const file = openSync(path, 'wx');
  try {
    for await (const bytes of pieces) {
      signal?.throwIfAborted();
      hash.update(bytes);
      size += bytes.length;
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    }
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
  return { size, digest: `sha256:${hash.digest('hex')}` };
}
