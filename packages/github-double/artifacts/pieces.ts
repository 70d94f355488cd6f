import { createCipheriv, createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { StoredBytes } from '../storage/blobs.js';

/** Bytes that are there, or as many as `size` that a block repeats: large contents take no memory. */
export type Piece = Buffer | { readonly block: Buffer; readonly size: number };

const blockSize = 1 << 20;

/** `size` bytes that do not compress, always the same for a seed. */
export function generated(seed: number, size: number): Piece {
  const key = createHash('sha256').update(String(seed)).digest();
  const block = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(blockSize));
  return { block, size };
}

export const sizeOf = (piece: Piece): number => (Buffer.isBuffer(piece) ? piece.length : piece.size);

/** The bytes of `piece` from `start` up to `end`, in chunks. */
export function* chunksOf(piece: Piece, start = 0, end = sizeOf(piece)): Generator<Buffer> {
  const block = Buffer.isBuffer(piece) ? piece : piece.block;
  for (let at = start; at < end;) {
    const offset = at % block.length;
    const chunk = block.subarray(offset, Math.min(block.length, offset + end - at));
    yield chunk;
    at += chunk.length;
  }
}

/** The pieces, one after the other. */
export function stored(pieces: readonly Piece[]): StoredBytes {
  const hash = createHash('sha256');
  for (const piece of pieces) for (const chunk of chunksOf(piece)) hash.update(chunk);
  return {
    size: pieces.reduce((sum, piece) => sum + sizeOf(piece), 0),
    digest: `sha256:${hash.digest('hex')}`,
    read: (start, end) => Readable.from(within(pieces, start, end)),
  };
}

function* within(pieces: readonly Piece[], start: number, end: number): Generator<Buffer> {
  let before = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    yield* chunksOf(piece, Math.max(0, start - before), Math.min(size, end - before));
    before += size;
  }
}
