import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ReleaseError } from '@slipway/domain';
import type { LocalFile } from '@slipway/operations/ports';

/**
 * What is read at once. fetch copies each piece, and larger ones go no faster: with 64 KiB, 1.9 GiB took 175 MB of memory, with 16 KiB
 * 130 MB.
 */
const atOnce = 16 * 1024;

/** Opens a file for sending; throws where it is not what was announced. `sent` is told how many bytes have been taken. */
export async function openFile({ path, size }: LocalFile, sent: (bytes: number) => void = () => {}): Promise<Readable> {
  const file = await open(path).catch((cause: unknown) => {
    throw changed(path, 'it cannot be read', cause);
  });
  const now = (await file.stat()).size;
  if (now === size)
    return Readable.from(counted(file.createReadStream({ highWaterMark: atOnce }), sent), { objectMode: false });
  await file.close();
  throw changed(path, `it has ${now} bytes, and had ${size} when it was hashed`);
}

async function* counted(bytes: AsyncIterable<Buffer>, sent: (bytes: number) => void): AsyncGenerator<Buffer> {
  let count = 0;
  sent(count);
  for await (const piece of bytes) {
    yield piece;
    sent((count += piece.length));
  }
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
