import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modeOf, printed, ReleaseError } from '@slipway/domain';
import type { ArtifactSink } from '@slipway/operations/ports';
import { writeHashed } from '../archives/write-hashed.js';
import { checkedPath } from '../artifacts/paths.js';
import { onDisk } from '../disk.js';

/** Keeps files at their paths below `folder`; one that is there already is refused. `binaries` are base names of what can be executed. */
export const folderSink = (folder: string, binaries: readonly string[]): ArtifactSink => ({
  take: (path, content) =>
    onDisk(folder, async () => {
      const target = join(folder, checkedPath(path, folder));
      if (existsSync(target)) throw twice(path, folder);
      mkdirSync(dirname(target), { recursive: true });
      const kept = await writeHashed(target, content);
      chmodSync(target, modeOf(path, binaries));
      return { path, ...kept };
    }),
});

const twice = (path: string, folder: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: `the file ${printed(path)} comes twice`,
      where: folder,
      remedy: 'let the build make it once, under names that differ in more than case',
    },
  ]);
