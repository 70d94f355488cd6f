import { relative } from 'node:path';
import { clean } from './clean.js';

/** Relative where that is shorter to read, absolute for what is elsewhere. */
export function shownPath(path: string, folder: string): string {
  const short = relative(folder, path);
  return clean(short === '' ? '.' : short.startsWith('..') ? path : short);
}
