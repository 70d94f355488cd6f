import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modeOf } from '@slipway/domain';
import type { ArtifactSink } from '@slipway/operations/ports';
import { writeHashed } from '../archives/write-hashed.js';
import { checkedPath } from '../artifacts/paths.js';
import { onDisk } from '../disk.js';

/** Keeps files at their paths below `folder`; one that is there already is refused. `binaries` are base names of what can be executed. */
export const folderSink = (folder: string, binaries: readonly string[]): ArtifactSink => ({
  take: (path, content) =>
    onDisk(folder, async () => {
      const target = join(folder, checkedPath(path, folder));
      mkdirSync(dirname(target), { recursive: true });
      const kept = await writeHashed(target, content);
      chmodSync(target, modeOf(path, binaries));
      return { path, ...kept };
    }),
});
