import { createHash } from 'node:crypto';
import type { Digest } from '@slipway/domain';

/** Size in bytes and digest of what a stream gives, of which nothing is kept. */
export async function digestOfStream(
  chunks: AsyncIterable<unknown>,
): Promise<{ readonly size: number; readonly digest: Digest }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const bytes of chunks) {
    if (!Buffer.isBuffer(bytes)) throw new TypeError('a stream of bytes is wanted');
    hash.update(bytes);
    size += bytes.length;
  }
  return { size, digest: `sha256:${hash.digest('hex')}` };
}
