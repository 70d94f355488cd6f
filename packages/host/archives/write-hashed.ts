import { closeSync, openSync, rmSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Artifact } from '@slipway/domain';
import { type GrowingFile, hashedHere } from './growing-file.js';

interface Writing {
  readonly signal?: AbortSignal | undefined;
  /** Who hashes it. */
  readonly hashed?: (path: string) => GrowingFile;
}

/** A smaller piece is written sooner than it is handed to another thread. */
const large = 128 * 1024;
const writing = promisify(write);

/** Writes a new file, hashing it on the way; one that does not become whole does not stay. */
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
      for (let done = 0; done < bytes.length;)
        done += bytes.length < large ? writeSync(file, bytes, done) : (await writing(file, bytes, done)).bytesWritten;
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
