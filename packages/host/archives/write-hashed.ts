import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Artifact } from '@slipway/domain';
import { type GrowingFile, hashedHere } from './growing-file.js';

interface Writing {
  readonly signal?: AbortSignal | undefined;
  /** Who hashes it. */
  readonly hashed?: (path: string) => GrowingFile;
}

/** Writes a new file, hashing it on the way; one that does not become whole does not stay. Compressing keeps this thread busy, not the disk: writing at once costs less than handing it over. */
export async function writeHashed(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { signal, hashed = hashedHere }: Writing = {},
): Promise<Pick<Artifact, 'size' | 'digest'>> {
  let size = 0;
  const file = openSync(path, 'wx');
  const growing = hashed(path);
  try {
    for await (const bytes of pieces) {
      signal?.throwIfAborted();
      size += bytes.length;
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      growing.grown(bytes);
    }
    return { size, digest: `sha256:${await growing.digest()}` };
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    growing.close();
    closeSync(file);
  }
}
