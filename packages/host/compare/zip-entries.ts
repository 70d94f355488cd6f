import type { ArchiveEntry } from '@slipway/operations/ports';
import type { Entry, ZipFile } from 'yauzl';
import { digestOfStream } from './digest-of-stream.js';

/** The entries of a zip in the order of its directory, read one after the other. Throws for one that is broken. */
export async function zipEntries(path: string): Promise<readonly ArchiveEntry[]> {
  // Loaded here because most commands never open an archive.
  const { openPromise, getFileNameLowLevel } = await import('yauzl');
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false });
  try {
    const entries: ArchiveEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry;
      const name = utf8(fileNameRaw) ?? getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      entries.push(await entryOf(zip, entry, name));
    }
    return entries;
  } finally {
    zip.close();
  }
}

/** Info-ZIP writes UTF-8 on Unix and does not say so; other bytes than ASCII that are UTF-8 by chance are rare. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function entryOf(zip: ZipFile, entry: Entry, path: string): Promise<ArchiveEntry> {
  const content = await digestOfStream(await zip.openReadStreamPromise(entry));
  const mode = unixModeOf(entry);
  return {
    ...content,
    path,
    type: typeOf(path, mode),
    mode: mode === null ? null : mode & 0o7777,
    // Without the extended time stamp a zip has local time of nobody knows where; read as UTC, it is the same on every machine.
    time: entry.getLastModDate({ timezone: 'UTC' }).getTime(),
    owner: '',
    target: '',
  };
}

/** APPNOTE.TXT 4.4.2 and 4.4.15: which system's attributes they are stands in the upper byte of "version made by", 3 is Unix. */
const unixModeOf = ({ versionMadeBy, externalFileAttributes }: Entry): number | null =>
  versionMadeBy >> 8 === 3 ? externalFileAttributes >>> 16 : null;

/** stat(2): the upper four bits of a mode. */
const [typeBits, symlink] = [0o170000, 0o120000];

function typeOf(path: string, mode: number | null): ArchiveEntry['type'] {
  if (path.endsWith('/')) return 'directory';
  return mode !== null && (mode & typeBits) === symlink ? 'symlink' : 'file';
}
