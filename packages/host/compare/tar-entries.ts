import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ArchiveEntry } from '@slipway/operations/ports';
import type { Extract, Header } from 'tar-stream';
import { digestOfStream } from './digest-of-stream.js';

/** The entries of a tar in their order, read as a stream. Throws for one that is broken. */
export async function tarEntries(path: string, packing: 'gzip' | 'plain'): Promise<readonly ArchiveEntry[]> {
  // Loaded here because most commands never open an archive.
  const { extract } = await import('tar-stream');
  const reader = extract();
  const bytes = createReadStream(path);
  const fed =
    packing === 'gzip' ? pipeline(bytes, createGunzip({ chunkSize: 256 * 1024 }), reader) : pipeline(bytes, reader);
  const [entries] = await Promise.all([entriesOf(reader), fed]);
  return entries;
}

async function entriesOf(reader: Extract): Promise<readonly ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const source of reader) {
    const content = await digestOfStream(source);
    entries.push({ ...factsOf(source.header), ...content });
  }
  return entries;
}

/** tar-stream brings names and sizes of the extended header (POSIX pax) in place, and leaves times and owners there. */
function factsOf(header: Header): Omit<ArchiveEntry, 'size' | 'digest'> {
  const pax = new Map<string, string>(Object.entries(header.pax ?? {}));
  const told = (key: 'uid' | 'gid' | 'uname' | 'gname'): string => String(pax.get(key) ?? header[key]);
  const mtime = pax.get('mtime');
  return {
    path: header.name,
    type: types[header.type] ?? 'other',
    mode: header.mode,
    time: mtime === undefined ? header.mtime.getTime() : Number(mtime) * 1000,
    owner: `${told('uid')}:${told('gid')} ${told('uname')}:${told('gname')}`,
    target: header.linkname ?? '',
  };
}

const types: Readonly<Partial<Record<string, ArchiveEntry['type']>>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  link: 'link',
  symlink: 'symlink',
};
