import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildOrder, ResolvedSource } from '@slipway/operations/ports';
import { systemCode } from '../disk.js';

/** Where one attempt happens; all absolute. */
export interface Attempt {
  /** Removed after a success; what a failure left stays, to be looked at, until the next attempt. */
  readonly work: string;
  /** What is checked out or copied, whole; in `work`. */
  readonly checkout: string;
  /** Where the command runs: in the checkout, or in the working copy. */
  readonly source: string;
  readonly upstreams: string;
  readonly cache: string;
  readonly log: string;
}

/** `work` is the same for all attempts and runs, as many compilers write their folder into what they make. */
export function attemptOf({ component, source, attempt, marker }: BuildOrder, stateDir: string): Attempt {
  const work = join(stateDir, 'work', component.name);
  const run = marker.slice(0, marker.indexOf('/'));
  const checkout = join(work, 'source');
  return {
    work,
    checkout,
    source: folderOf(source, checkout),
    upstreams: join(work, 'upstreams'),
    cache: join(stateDir, 'cache', component.name),
    log: join(stateDir, 'logs', run, `${component.name}.${attempt}.log`),
  };
}

function folderOf(source: ResolvedSource, checkout: string): string {
  switch (source.kind) {
    case 'working-copy':
      return source.folder;
    case 'copy':
      return checkout;
    case 'commit':
      return join(checkout, source.part?.folder ?? '');
  }
}

export async function makeFolders(attempt: Attempt): Promise<void> {
  const { upstreams, cache, log } = attempt;
  await clear(attempt);
  for (const folder of [upstreams, cache, dirname(log)]) mkdirSync(folder, { recursive: true });
}

/** Something that an earlier kill left running may still write there: tried again then. */
const thoroughly = { recursive: true, force: true, maxRetries: 5 } as const;

/** A checkout may be large and goes without holding up other builds; what is left then are a few files, faster to remove at once. */
export async function clear({ work, checkout }: Attempt): Promise<void> {
  try {
    if (existsSync(checkout)) await rm(checkout, thoroughly);
    rmSync(work, thoroughly);
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error;
    makeWritable(work);
    await rm(work, thoroughly);
  }
}

/** Some tools leave folders into which nobody may write, as Go does with its modules. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
}
