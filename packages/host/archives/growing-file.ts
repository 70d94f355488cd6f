import { createHash } from 'node:crypto';
import { type Elsewhere, hashingThread } from './hashing-thread.js';

/** A file that is being written, and is hashed meanwhile. */
export interface GrowingFile {
  /** These bytes stand at its end now. */
  grown(bytes: Uint8Array): void;
  /** SHA-256 of all that stands in it, in hex. */
  digest(): Promise<string>;
  /** Nobody asks for the digest any more. */
  close(): void;
}

/** A file larger than this is left to the thread, which begins with it anew: for less it is not worth waking. */
const large = 4 * 1024 * 1024;
/** How much a file grows before the thread is told. */
const step = 1024 * 1024;

/** One for all files of the process. */
const thread = hashingThread();

/** By this thread. */
export function hashedHere(): GrowingFile {
  const hash = createHash('sha256');
  return { grown: (bytes) => void hash.update(bytes), digest: async () => hash.digest('hex'), close() {} };
}

/** Hashing takes longer than all else that is done with a large file, so a second thread does it: it reads what has been written. */
export function hashedAside(path: string): GrowingFile {
  const here = hashedHere();
  let size = 0;
  let told = 0;
  let elsewhere: Elsewhere | null = null;
  return {
    grown(bytes) {
      size += bytes.length;
      if (size <= large) return here.grown(bytes);
      elsewhere ??= thread.hashed(path);
      if (size - told < step) return;
      elsewhere.tell('grown');
      told = size;
    },
    async digest() {
      if (!elsewhere) return here.digest();
      elsewhere.tell('whole');
      return elsewhere.answer;
    },
    close: () => elsewhere?.close(),
  };
}
