import { type BigIntStats, statSync } from 'node:fs';
import { ifThere } from '../disk.js';

/** What changes when somebody writes to a file, or puts another in its place; `null` where none is. Only compared. */
export function identityOf(path: string): string | null {
  const stats = ifThere(() => statSync(path, { bigint: true }));
  return stats && textOf(stats);
}

const textOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join(':');
