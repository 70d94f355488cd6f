import { readFileSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ReleaseError } from '@slipway/domain';
import type { ChosenFile } from '@slipway/operations/ports';
import { isCompressible } from '../archives/compressible.js';
import { gzip } from '../archives/gzip.js';
import type { Member } from '../archives/packed.js';
import { tar } from '../archives/tar.js';
import { zip, type ZipMember } from '../archives/zip.js';
import { chunksOf } from '../artifacts/verified.js';

export type ArchiveFormat = 'zip' | 'tar.gz';

/** Files up to this many bytes are read at once: piece by piece, archiver takes longer. A few are held at a time. */
const whole = 4 * 1024 * 1024;

/** `null` for a name that tells no format that is made here. */
export function formatOf(name: string): ArchiveFormat | null {
  if (/.\.zip$/i.test(name)) return 'zip';
  return /.\.(tar\.gz|tgz)$/i.test(name) ? 'tar.gz' : null;
}

export interface Packer {
  /** Whether a file is still the one that was hashed. */
  readonly isSame: (file: string) => boolean;
  /** Called when a file's turn has come. */
  readonly packing: (file: ChosenFile) => void;
}

/**
 * The archive's bytes. Files are in the order they come in, which is that of their paths' bytes; one that `isSame` does not know again
 * before and after it was read fails the archive.
 */
export function archiveBytes(
  format: ArchiveFormat,
  files: readonly ChosenFile[],
  time: number,
  { isSame, packing }: Packer,
): AsyncGenerator<Uint8Array> {
  const members = files.map((file): ZipMember => {
    if (!isSame(file.file)) throw changed(file.file);
    return {
      path: file.path,
      mode: file.mode,
      size: file.size,
      store: format === 'zip' && !isCompressible(file.file, file.size),
      open() {
        packing(file);
        return contentOf(file, isSame);
      },
    };
  });
  return format === 'zip' ? zip(members, time) : gzip(tar(members, time));
}

function contentOf({ file, size }: ChosenFile, isSame: Packer['isSame']): ReturnType<Member['open']> {
  if (size > whole) return { stream: Readable.from(checked(file, isSame)), stats: statSync(file) };
  if (!isSame(file)) throw changed(file);
  const bytes = readFileSync(file);
  if (!isSame(file)) throw changed(file);
  return bytes;
}

async function* checked(file: string, isSame: Packer['isSame']): AsyncGenerator<Buffer> {
  if (!isSame(file)) throw changed(file);
  yield* chunksOf(file);
  if (!isSame(file)) throw changed(file);
}

const changed = (file: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: 'the file changed after it was hashed',
      where: file,
      remedy: 'run again when nothing writes to it any more',
    },
  ]);
