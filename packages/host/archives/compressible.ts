import { closeSync, openSync, readSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

/** What is looked at: three pieces of a file, or all of a small one. */
const piece = 16 * 1024;

/** Below this, what deflating saves is not worth the time that it takes, here and wherever it is unpacked. */
const worthwhile = 0.97;

/** Whether deflating a file of `size` bytes makes it smaller, judged by its beginning, middle and end: archives, pictures and random bytes do not get smaller. */
export function isCompressible(path: string, size: number): boolean {
  const file = openSync(path, 'r');
  try {
    const starts = size <= 3 * piece ? [0] : [0, Math.floor((size - piece) / 2), size - piece];
    const sample = Buffer.concat(starts.map((start) => readAt(file, start, size <= 3 * piece ? size : piece)));
    return deflateRawSync(sample, { level: 1 }).length < sample.length * worthwhile;
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, start));
}
