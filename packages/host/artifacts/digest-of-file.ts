import { createHash, webcrypto } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Digest } from '@slipway/domain';
import { ifThere } from '../disk.js';

/** Up to here a file is hashed sooner than it is handed to another thread. */
const short = 16 * 1024;

/** Up to here a file is read whole and hashed in Node's thread pool. */
const pooled = 4 * 1024 * 1024;

/** Of a larger one, into the same two places again and again. */
const block = 512 * 1024;

export const digestOfBytes = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The file's digest; `null` where there is none. Asked for several small files, all processors are at work. */
export async function digestOfFile(path: string): Promise<Digest | null> {
  const stats = ifThere(() => statSync(path));
  if (!stats) return null;
  if (stats.size <= short) return digestOfBytes(readFileSync(path));
  return stats.size <= pooled ? digestBeside(path, stats.size) : digestHere(path);
}

let place: Buffer | null = null;

/** One place for all files: the bytes to digest are copied before `digest` returns (w3.org/TR/WebCryptoAPI, 14.3.5). */
async function digestBeside(path: string, size: number): Promise<Digest> {
  place ??= Buffer.allocUnsafe(pooled);
  const digest = await webcrypto.subtle.digest('SHA-256', place.subarray(0, fill(place, path, size)));
  return `sha256:${Buffer.from(digest).toString('hex')}`;
}

/** Resolves with how many bytes there were, `size` at most. */
function fill(bytes: Buffer, path: string, size: number): number {
  const file = openSync(path, 'r');
  try {
    let filled = 0;
    for (let read = -1; read !== 0 && filled < size; filled += read)
      read = readSync(file, bytes, filled, size - filled, null);
    return filled;
  } finally {
    closeSync(file);
  }
}

async function digestHere(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    let [filling, free] = [Buffer.allocUnsafe(block), Buffer.allocUnsafe(block)];
    let reading = file.read(filling);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) break;
      [filling, free] = [free, filling];
      // The next block is read while this one is hashed.
      reading = file.read(filling);
      hash.update(free.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return `sha256:${hash.digest('hex')}`;
}
