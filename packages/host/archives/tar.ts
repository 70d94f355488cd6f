import { type Member, packed } from './packed.js';

/** The last second that archiver can write: its tar keeps times in 32 bits with a sign (tar-stream 3.2, headers.js). */
const lastSecond = 2 ** 31 - 1;

/** The bytes of a tar with these files in their order: no folders, no owners, every time stamp `time` (seconds since 1970). */
export async function* tar(members: readonly Member[], time: number): AsyncGenerator<Uint8Array> {
  // Loaded here because most commands never make an archive.
  const { TarArchive } = await import('archiver');
  yield* packed(new TarArchive(), members, new Date(Math.min(Math.max(Math.floor(time), 0), lastSecond) * 1000));
}
