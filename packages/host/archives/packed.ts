import { once } from 'node:events';
import type { Stats } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { ReleaseError, printed } from '@slipway/domain';
import type { Archiver } from 'archiver';

export interface Member {
  readonly path: string;
  readonly mode: number;
  /** For a zip: kept as it is, not compressed. */
  readonly store?: boolean;
  /** Called when the member's turn has come. A stream gives as many bytes as `stats` says, or fails: a tar cannot take other lengths. */
  open(): Buffer | { readonly stream: Readable; readonly stats: Stats };
}

/** The archive's bytes: members are opened one after the other, in their order, and read as fast as the bytes are taken. */
export async function* packed(archive: Archiver, members: readonly Member[], date: Date): AsyncGenerator<Uint8Array> {
  // archiver cannot be stopped halfway: destroyed, it throws from what it has queued. This end of it can, and the rest comes to a halt.
  const output = archive.pipe(new PassThrough());
  const stopped = new AbortController();
  const fail = (error: Error): unknown => output.destroy(error);
  archive.on('error', fail);
  const appended = appendAll({ archive, date, fail, signal: stopped.signal }, members).catch(fail);
  try {
    yield* output;
  } finally {
    stopped.abort();
    await appended;
  }
}

interface Packing {
  readonly archive: Archiver;
  readonly date: Date;
  readonly fail: (error: Error) => unknown;
  /** Aborted when nobody reads any more. */
  readonly signal: AbortSignal;
}

async function appendAll(packing: Packing, members: readonly Member[]): Promise<void> {
  for (const member of members) await append(packing, member);
  await packing.archive.finalize();
}

async function append({ archive, date, fail, signal }: Packing, member: Member): Promise<void> {
  const { path, mode, store = false } = member;
  const content = member.open();
  const [source, size] = Buffer.isBuffer(content) ? [content, {}] : [content.stream, { stats: content.stats }];
  const entry = once(archive, 'entry', { signal });
  archive.append(source, { name: path, mode, date, store, ...size });
  try {
    // archiver tells nobody of a source's errors.
    if (!Buffer.isBuffer(source)) source.once('error', fail);
    const [{ name }] = await entry;
    if (name !== path) throw renamed(path, name);
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
