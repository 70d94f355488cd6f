import { availableParallelism } from 'node:os';
import { begunAhead } from './ahead.js';
import { joinedZips, type ZipPart } from './join-zips.js';
import { type Member, packed } from './packed.js';

/** 6 is what `zip` takes by itself. archiver would take 1. */
const level = 6;

/** Bytes that zlib hands over at once: each time this thread has to turn to it, and with 64 KiB an archive takes longer. */
const chunkSize = 256 * 1024;

/**
 * Compressed at once: one more than there are processors, so that none waits for this thread. Node's zlib works in four threads (libuv's
 * pool), and what is made ahead is held in memory.
 */
const atOnce = Math.min(availableParallelism() + 1, 4);

/** How much is worth an archiver of its own. */
const partSize = 1024 * 1024;

/** How many files one archiver gets at most: until its end it holds some KB for each. */
const partCount = 1000;

/** A zip cannot tell an earlier time, or one that is not a whole number of two seconds. */
const first = Date.UTC(1980, 0, 1) / 1000;

export interface ZipMember extends Member {
  readonly size: number;
}

/**
 * The bytes of a zip with these files in their order: no folders, names in UTF-8, every time stamp `time` (seconds since 1970, kept as
 * UTC). Equal on the same version of Node, whose zlib compresses. archiver compresses one file after the other, so several of them make a
 * zip each, which are then joined: the bytes are those that one archiver makes.
 */
export async function* zip(members: readonly ZipMember[], time: number): AsyncGenerator<Uint8Array> {
  // Loaded here because most commands never make an archive.
  const { ZipArchive } = await import('archiver');
  const date = new Date(Math.max(Math.floor(time), first) * 1000);
  const parts = partsOf(members);
  function* zips(): Generator<AsyncGenerator<Uint8Array>> {
    for (const part of parts) yield packed(new ZipArchive({ zlib: { level, chunkSize } }), part, date);
  }
  yield* joinedZips(withNames(parts, begunAhead(zips(), atOnce)));
}

/** Neighbours that together are worth an archiver. */
function partsOf(members: readonly ZipMember[]): readonly (readonly ZipMember[])[] {
  const parts: ZipMember[][] = [];
  let left = 0;
  for (const member of members) {
    const part = parts.at(-1);
    const isOpen = part !== undefined && left > 0 && part.length < partCount;
    if (isOpen) part.push(member);
    else parts.push([member]);
    left = (isOpen ? left : partSize) - member.size;
  }
  return parts;
}

async function* withNames(
  parts: readonly (readonly ZipMember[])[],
  zips: AsyncIterable<AsyncIterable<Uint8Array>>,
): AsyncGenerator<ZipPart> {
  let at = 0;
  for await (const bytes of zips) {
    yield { bytes, nameLengths: (parts[at] ?? []).map(({ path }) => Buffer.byteLength(path)) };
    at += 1;
  }
}
