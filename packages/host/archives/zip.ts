import { type Member, packed } from './packed.js';

/** 6 is what `zip` takes by itself. archiver would take 1. */
const level = 6;

/** Bytes that zlib hands over at once: with Node's 16 KiB, passing them on takes a tenth longer. */
const chunkSize = 64 * 1024;

/** From here on the count of entries does not fit its place any more (APPNOTE 4.4.21); archiver notices one entry too late. */
const zip64From = 0xffff;

/** A zip cannot tell an earlier time, or one that is not a whole number of two seconds. */
const first = Date.UTC(1980, 0, 1) / 1000;

/**
 * The bytes of a zip with these files in their order: no folders, names in UTF-8, every time stamp `time` (seconds since 1970, kept as
 * UTC). Equal on the same version of Node, whose zlib compresses.
 */
export async function* zip(members: readonly Member[], time: number): AsyncGenerator<Uint8Array> {
  // Loaded here because most commands never make an archive.
  const { ZipArchive } = await import('archiver');
  const archive = new ZipArchive({
    zlib: { level, chunkSize },
    ...(members.length >= zip64From && { forceZip64: true }),
  });
  yield* packed(archive, members, new Date(Math.max(Math.floor(time), first) * 1000));
}
