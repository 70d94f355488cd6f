import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ReleaseError } from '@slipway/domain';
import type { LocalFile } from '@slipway/operations/ports';

/** A file of up to so many bytes is read at once: handed to other threads and back, it would take several times as long. */
const atOnce = 64 * 1024;

/** Opens a file for sending; throws where it is not what was announced. `sent` is told how many bytes have been taken. */
export async function openFile({ path, size }: LocalFile, sent: (bytes: number) => void = () => {}): Promise<Readable> {
  const file = opened(path);
  const now = fstatSync(file).size;
  if (now !== size) {
    closeSync(file);
    throw changed(path, `it has ${now} bytes, and had ${size} when it was hashed`);
  }
  const bytes = size <= atOnce ? [wholeOf(file)] : createReadStream(path, { fd: file });
  return Readable.from(counted(bytes, { path, size }, sent), { objectMode: false });
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw changed(path, 'it cannot be read', cause);
  }
}

function wholeOf(file: number): Buffer {
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Exactly as many bytes as were announced: a request of another length would wait for ever, or spoil the next one. */
async function* counted(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  { path, size }: Pick<LocalFile, 'path' | 'size'>,
  sent: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let count = 0;
  sent(count);
  for await (const piece of bytes) {
    if (count + piece.length > size) break;
    yield piece;
    sent((count += piece.length));
  }
  if (count !== size) throw changed(path, `it has no longer the ${size} bytes that it had when it was hashed`);
}

const changed = (path: string, how: string, cause?: unknown): ReleaseError =>
  new ReleaseError(
    [
      {
        code: 'conflict',
        severity: 'error',
        what: `the file has changed: ${how}`,
        where: path,
        remedy: 'leave files alone while they are uploaded, and run again',
      },
    ],
    { cause },
  );
