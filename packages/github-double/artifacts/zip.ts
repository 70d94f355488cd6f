import { crc32, deflateRawSync } from 'node:zlib';
import { chunksOf, type Piece, sizeOf } from './pieces.js';

/** One file on its way into an archive. */
interface Entry {
  readonly name: Buffer;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly size: number;
  readonly packed: Piece;
}

/** Sizes and checksum stand behind the data; names are UTF-8. */
const flags = 0x0808;
const version = 20;
/** 1 January 1980, the earliest that the format knows. */
const date = 0x21;
/** A plain file, 0644, written on Unix: upload-artifact keeps no modes. */
const attributes = (0o100644 << 16) >>> 0;

/**
 * An archive in the form that upload-artifact's archiver writes: sizes behind the data (APPNOTE.TXT 4.3.9), so that readers
 * that trust the header in front of it are caught. Generated content is stored, the rest deflated. No Zip64: below 4 GiB.
 */
export function zip(files: Readonly<Record<string, Piece>>): readonly Piece[] {
  const pieces: Piece[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const entry = entryOf(name, content);
    const parts = [localHeader(entry), entry.packed, descriptor(entry)];
    directory.push(centralHeader(entry, offset));
    pieces.push(...parts);
    offset += parts.reduce((sum, part) => sum + sizeOf(part), 0);
  }
  const central = Buffer.concat(directory);
  return [...pieces, central, endOf(directory.length, central.length, offset)];
}

function entryOf(name: string, content: Piece): Entry {
  let crc = 0;
  for (const chunk of chunksOf(content)) crc = crc32(chunk, crc);
  const common = { name: Buffer.from(name), crc, size: sizeOf(content) };
  if (!Buffer.isBuffer(content)) return { ...common, method: 0, packed: content };
  return { ...common, method: 8, packed: deflateRawSync(content) };
}

/** Little endian: a `[bytes, value]` for each field. */
function fields(...values: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of values) at = buffer.writeUIntLE(value, at, width);
  return buffer;
}

const localHeader = ({ name, method }: Entry): Buffer =>
  Buffer.concat([
    fields(
      [4, 0x04034b50],
      [2, version],
      [2, flags],
      [2, method],
      [2, 0],
      [2, date],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    ),
    name,
  ]);

const descriptor = ({ crc, size, packed }: Entry): Buffer =>
  fields([4, 0x08074b50], [4, crc], [4, sizeOf(packed)], [4, size]);

const centralHeader = ({ name, method, crc, size, packed }: Entry, offset: number): Buffer =>
  Buffer.concat([
    fields([4, 0x02014b50], [2, (3 << 8) | version], [2, version], [2, flags], [2, method], [2, 0], [2, date]),
    fields([4, crc], [4, sizeOf(packed)], [4, size], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0]),
    fields([4, attributes], [4, offset]),
    name,
  ]);

const endOf = (count: number, size: number, offset: number): Buffer =>
  fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
