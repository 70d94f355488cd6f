import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ArchivePlace } from '@slipway/operations/ports';
import { digestOfFile } from '../artifacts/digest-of-file.js';
import { onDisk } from '../disk.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';

/** The file at `path`, absolute. It appears whole, by one rename. */
export function archivePlace(path: string): ArchivePlace {
  const unfinished = `.${basename(path)}.unfinished.`;
  return {
    path,
    standing: () => onDisk(path, () => digestOfFile(path)),
    put: (file) =>
      onDisk(path, () => {
        const folder = dirname(path);
        mkdirSync(folder, { recursive: true });
        sweepUnfinished(folder, unfinished);
        const copy = join(folder, unfinishedName(unfinished));
        try {
          copyFileSync(file.path, copy);
          renameSync(copy, path);
        } finally {
          rmSync(copy, { force: true });
        }
      }),
  };
}
