import { once } from 'node:events';
import type { Stats } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { ReleaseError, printed } from '@slipway/domain';
import type { TarArchive } from 'archiver';

export interface TarMember {
  readonly path: string;
  readonly mode: number;
  /** Called when the member's turn has come. A stream gives as many bytes as `stats` says, or fails: archiver cannot take other lengths. */
  open(): Buffer | { readonly stream: Readable; readonly stats: Stats };
}

/** The last second that archiver can write: its tar keeps times in 32 bits with a sign (tar-stream 3.2, headers.js). */
const lastSecond = 2 ** 31 - 1;

/**
 * The bytes of a tar with these files in their order: no folders, no owners, every time stamp `time` (seconds since 1970). Members
 * are opened one after the other, and read as fast as the bytes are taken.
 */
export async function* tar(members: readonly TarMember[], time: number): AsyncGenerator<Uint8Array> {
  // Loaded here because most commands never make an archive.
  const { TarArchive } = await import('archiver');
  const archive = new TarArchive();
  // archiver cannot be stopped halfway: destroyed, it throws from what it has queued. This end of it can, and the rest comes to a halt.
  const output = archive.pipe(new PassThrough());
  const stopped = new AbortController();
  const fail = (error: Error): unknown => output.destroy(error);
  archive.on('error', fail);
  const date = new Date(Math.min(Math.max(Math.floor(time), 0), lastSecond) * 1000);
  const appended = appendAll({ archive, date, fail, signal: stopped.signal }, members).catch(fail);
  try {
    yield* output;
  } finally {
    stopped.abort();
    await appended;
  }
}

interface Packing {
  readonly archive: TarArchive;
  readonly date: Date;
  readonly fail: (error: Error) => unknown;
  /** Aborted when nobody reads any more. */
  readonly signal: AbortSignal;
}

async function appendAll(packing: Packing, members: readonly TarMember[]): Promise<void> {
  for (const member of members) await append(packing, member);
  await packing.archive.finalize();
}

async function append({ archive, date, fail, signal }: Packing, member: TarMember): Promise<void> {
  const content = member.open();
  const [source, size] = Buffer.isBuffer(content) ? [content, {}] : [content.stream, { stats: content.stats }];
  const entry = once(archive, 'entry', { signal });
  archive.append(source, { name: member.path, mode: member.mode, date, ...size });
  try {
    // archiver tells nobody of a source's errors.
    if (!Buffer.isBuffer(source)) source.once('error', fail);
    const [{ name }] = await entry;
    if (name !== member.path) throw renamed(member.path, name);
  } finally {
    if (!Buffer.isBuffer(source)) source.destroy();
  }
}

/** archiver changes names that mean something on Windows: `c:x`, `a\b`. */
const renamed = (path: string, name: unknown): ReleaseError =>
  new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `the archive would hold ${printed(path)} as ${printed(String(name))}`,
      where: 'release archive',
      remedy: 'give the file a name without ":" and backslashes',
    },
  ]);
