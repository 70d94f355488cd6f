import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError, printed } from '@slipway/domain';
import type { ReleaseFile } from '@slipway/operations/ports';
import { ifThere } from '../disk.js';

/** What stands below a folder: all but the folders themselves, which are looked into; links are not. */
export function* namesBelow(
  folder: string,
  below = '',
): Generator<{ readonly name: string; readonly kind: 'file' | 'other' }> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* namesBelow(folder, name);
    else yield { name, kind: entry.isFile() ? 'file' : 'other' };
  }
}

/**
 * All files below a folder, hashed, in no order. Links and devices are refused: what they lead to is not in the folder, and may
 * have no end. Read at once into one buffer: a GB takes 0.7 s that way, and 0.9 s through streams, two files at a time.
 */
export function filesBelow(folder: string): readonly ReleaseFile[] {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  return [...namesBelow(folder)].map(({ name, kind }) => {
    if (kind === 'other') throw refused(folder, name, 'is neither a file nor a folder', 'put the file itself there');
    const read = ifThere(() => hashed(join(folder, name), buffer));
    if (read === null) throw refused(folder, name, 'went away while it was read', 'run the same command again');
    return { name, ...read };
  });
}

function hashed(path: string, buffer: Buffer): Pick<ReleaseFile, 'size' | 'digest'> {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    let size = 0;
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return { size, digest: `sha256:${hash.digest('hex')}` };
      hash.update(buffer.subarray(0, length));
      size += length;
    }
  } finally {
    closeSync(file);
  }
}

const refused = (where: string, name: string, what: string, remedy: string): ReleaseError =>
  new ReleaseError([{ code: 'conflict', severity: 'error', what: `${printed(name)} ${what}`, where, remedy }]);
