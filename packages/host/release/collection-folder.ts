import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { modeOf } from '@slipway/domain';
import type { CollectedArtifacts, CollectionFolder, ReleaseFile } from '@slipway/operations/ports';
import type { FileArtifactStore } from '../artifacts/artifact-store.js';
import { checkedPath } from '../artifacts/paths.js';
import { digestOfFile } from '../artifacts/digest-of-file.js';
import { namesBelow } from '../compare/files.js';
import { ifThere, onDisk } from '../disk.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import { moveAside } from './release-folder.js';
import { appear } from './staging.js';

/** The folder at `path`, absolute; it is filled with what `store` has. A link stands for the folder that it leads to. */
export function collectionFolder(path: string, store: FileArtifactStore): CollectionFolder {
  const target = existsSync(path) ? realpathSync(path) : path;
  const parent = dirname(target);
  const unfinished = `.${basename(target)}.unfinished.`;

  async function place(folder: string, { component, artifacts, binaries }: CollectedArtifacts): Promise<void> {
    const own = join(folder, checkedPath(component, target));
    await store.placeIn(own, artifacts);
    for (const artifact of artifacts) chmodSync(join(own, artifact.path), modeOf(artifact.path, binaries));
  }

  return {
    path: target,
    compare: (wanted) => onDisk(target, () => compare(target, wanted)),
    make: (collected, checksums, existing) =>
      onDisk(parent, async () => {
        mkdirSync(parent, { recursive: true });
        sweepUnfinished(parent, unfinished);
        const folder = join(parent, unfinishedName(unfinished));
        try {
          mkdirSync(folder);
          for (const one of collected) await place(folder, one);
          writeFileSync(join(folder, 'SHA256SUMS'), checksums, { flag: 'wx' });
          const movedAside = existing === 'replace' && !isFree(target) ? moveAside(target) : null;
          appear(folder, target);
          return movedAside;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
  };
}

const isFree = (folder: string): boolean => (ifThere(() => readdirSync(folder)) ?? []).length === 0;

/** Names and sizes first: a folder of somebody else's may be large. */
async function compare(folder: string, wanted: readonly ReleaseFile[]): Promise<'free' | 'equal' | 'other'> {
  if (isFree(folder)) return 'free';
  const sizes = new Map(wanted.map(({ name, size }) => [name, size]));
  for (const { name, kind } of namesBelow(folder)) {
    if (kind !== 'file' || sizes.get(name) !== lstatSync(join(folder, name)).size) return 'other';
    sizes.delete(name);
  }
  if (sizes.size > 0) return 'other';
  for (const { name, digest } of wanted) if ((await digestOfFile(join(folder, name))) !== digest) return 'other';
  return 'equal';
}
