import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ReleaseError } from '@slipway/domain';
import type { LocalFile } from '@slipway/operations/ports';

/** Opens a file for sending; throws where it is not what was announced. */
export async function openFile({ path, size }: LocalFile): Promise<Readable> {
  const file = await open(path).catch((cause: unknown) => {
    throw changed(path, 'it cannot be read', cause);
  });
  const now = (await file.stat()).size;
  if (now === size) return file.createReadStream();
  await file.close();
  throw changed(path, `it has ${now} bytes, and had ${size} when it was hashed`);
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
