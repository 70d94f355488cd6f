import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Digest } from '@slipway/domain';
import { ifThere } from '../disk.js';

/** Read at once, into the same place again and again. */
const block = 512 * 1024;

/** What is hashed sooner than others could have their turn. */
const short = 16 * 1024;

export const digestOfBytes = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The file's digest; `null` where there is none. The system reads ahead: to leave reading to another thread takes longer than to read. */
export async function digestOfFile(path: string): Promise<Digest | null> {
  const stats = ifThere(() => statSync(path));
  if (!stats) return null;
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(Math.min(block, stats.size + 1));
    for (let read; (read = readSync(file, bytes)) > 0;) {
      hash.update(bytes.subarray(0, read));
      if (read > short) await setImmediate();
    }
  } finally {
    closeSync(file);
  }
  return `sha256:${hash.digest('hex')}`;
}
