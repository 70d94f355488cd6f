import { constants } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Our own state, which may well be below the folder that is copied, and the copy in it. */
const ours = '.slipway';

const asItIs = { verbatimSymlinks: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE } as const;

/** Copies all that is in `from` into the new folder `to`, links as they are; rejects once the signal is aborted. */
export async function copyFolder(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    if (entry.name === ours) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target, signal);
    else await cp(source, target, asItIs);
  }
}
