/** APPNOTE 4.4.8, 4.4.9, 4.4.16: a size or place that does not fit its four bytes is told by this, and stands in the entry's Zip64 field. */
const beyond32 = 0xffff_ffff;

/** The same for a count (4.4.22). */
const beyond16 = 0xffff;

/** APPNOTE 4.5: the version that a reader of Zip64 needs. */
const zip64Version = 45;

/** What the length of an entry in the directory is without its name and Zip64 field (4.3.12). */
const headerLength = 46;

/** The Zip64 field of an entry as it is written here and by archiver: what it is, its length, two sizes and a place (4.5.3). */
const zip64FieldLength = 28;

/** The end of a directory (4.3.16), and what stands before it in Zip64: a record (4.3.14) and where that is (4.3.15). */
const [endLength, recordLength, locatorLength] = [22, 56, 20];

export interface ZipPart {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The bytes of its names: these stand in its directory. */
  readonly nameLengths: readonly number[];
}

/** One zip with the entries of several that archiver made, in their order: their bytes as they are, and one directory. */
export async function* joinedZips(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { bytes, nameLengths } of parts) {
    const end = yield* allButLast(bytes, longestEnd(nameLengths));
    const found = directoryIn(end);
    yield end.subarray(0, found.start);
    for (const header of headersIn(end.subarray(found.start, found.start + found.length)))
      directory.push(moved(header, offset));
    offset += found.offset;
  }
  yield* directory;
  const length = directory.reduce((sum, header) => sum + header.length, 0);
  yield ending({ count: directory.length, length, offset });
}

/** Passes the bytes on and returns the last of them, at least `length` if there are so many. */
async function* allButLast(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array, Buffer> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    held.push(piece);
    size += piece.length;
    for (let [first] = held; first && size - first.length >= length; [first] = held) {
      held.shift();
      size -= first.length;
      yield first;
    }
  }
  return Buffer.concat(held);
}

const longestEnd = (nameLengths: readonly number[]): number =>
  nameLengths.reduce(
    (sum, name) => sum + headerLength + name + zip64FieldLength,
    recordLength + locatorLength + endLength,
  );

/** `start` is where the directory begins in `end`, `offset` where it begins in its zip: all before are entries. */
function directoryIn(end: Buffer): { readonly start: number; readonly length: number; readonly offset: number } {
  const last = end.length - endLength;
  const offset = end.readUInt32LE(last + 16);
  if (offset !== beyond32) {
    const length = end.readUInt32LE(last + 12);
    return { start: last - length, length, offset };
  }
  const record = last - locatorLength - recordLength;
  const length = Number(end.readBigUInt64LE(record + 40));
  return { start: record - length, length, offset: Number(end.readBigUInt64LE(record + 48)) };
}

function* headersIn(directory: Buffer): Generator<Buffer> {
  for (let at = 0; at < directory.length;) {
    const header = directory.subarray(at);
    const length = headerLength + header.readUInt16LE(28) + header.readUInt16LE(30) + header.readUInt16LE(32);
    yield header.subarray(0, length);
    at += length;
  }
}

/** An entry in the directory whose bytes stand so much later. */
export function moved(header: Buffer, by: number): Buffer {
  const offset = header.readUInt32LE(42);
  if (offset === beyond32) {
    const place = header.length - 8;
    header.writeBigUInt64LE(header.readBigUInt64LE(place) + BigInt(by), place);
    return header;
  }
  if (offset + by < beyond32) {
    header.writeUInt32LE(offset + by, 42);
    return header;
  }
  return inZip64(header, offset + by);
}

function inZip64(header: Buffer, offset: number): Buffer {
  const field = Buffer.alloc(zip64FieldLength);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(zip64FieldLength - 4, 2);
  field.writeBigUInt64LE(BigInt(header.readUInt32LE(24)), 4);
  field.writeBigUInt64LE(BigInt(header.readUInt32LE(20)), 12);
  field.writeBigUInt64LE(BigInt(offset), 20);
  const long = Buffer.concat([header, field]);
  long.writeUInt16LE(zip64Version, 6);
  for (const place of [20, 24, 42]) long.writeUInt32LE(beyond32, place);
  long.writeUInt16LE(field.length, 30);
  return long;
}

interface Directory {
  readonly count: number;
  readonly length: number;
  readonly offset: number;
}

export function ending({ count, length, offset }: Directory): Buffer {
  const isLarge = count >= beyond16 || length >= beyond32 || offset >= beyond32;
  const end = Buffer.alloc(endLength);
  end.writeUInt32LE(0x0605_4b50, 0);
  for (const place of [8, 10]) end.writeUInt16LE(isLarge ? beyond16 : count, place);
  end.writeUInt32LE(isLarge ? beyond32 : length, 12);
  end.writeUInt32LE(isLarge ? beyond32 : offset, 16);
  return isLarge ? Buffer.concat([zip64Ending({ count, length, offset }), end]) : end;
}

function zip64Ending({ count, length, offset }: Directory): Buffer {
  const end = Buffer.alloc(recordLength + locatorLength);
  end.writeUInt32LE(0x0606_4b50, 0);
  end.writeBigUInt64LE(BigInt(recordLength - 12), 4);
  for (const place of [12, 14]) end.writeUInt16LE(zip64Version, place);
  for (const place of [24, 32]) end.writeBigUInt64LE(BigInt(count), place);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x0706_4b50, recordLength);
  end.writeBigUInt64LE(BigInt(offset + length), recordLength + 8);
  end.writeUInt32LE(1, recordLength + 16);
  return end;
}
