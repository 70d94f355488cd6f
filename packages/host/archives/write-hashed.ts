import { rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Artifact } from '@slipway/domain';
import { type GrowingFile, hashedHere } from './growing-file.js';

interface Writing {
  readonly signal?: AbortSignal | undefined;
  /** Who hashes it. */
  readonly hashed?: (path: string) => GrowingFile;
}

/** A smaller piece is written sooner than it is handed to another thread. */
const large = 128 * 1024;

/** Writes a new file, hashing it on the way; one that does not become whole does not stay. */
export async function writeHashed(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { signal, hashed = hashedHere }: Writing = {},
): Promise<Pick<Artifact, 'size' | 'digest'>> {
  let size = 0;
  const file = await open(path, 'wx');
  const growing = hashed(path);
  try {
    for await (const bytes of pieces) {
      signal?.throwIfAborted();
      size += bytes.length;
      if (bytes.length >= large) await file.appendFile(bytes);
      else for (let done = 0; done < bytes.length;) done += writeSync(file.fd, bytes, done);
      growing.grown(bytes);
    }
    return { size, digest: `sha256:${await growing.digest()}` };
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    growing.close();
    await file.close();
  }
}
