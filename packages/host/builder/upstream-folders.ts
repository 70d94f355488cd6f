import { chmodSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Artifact, modeOf } from '@slipway/domain';
import type { Upstream } from '@slipway/operations/ports';
import { digestOfFile } from '../artifacts/digest-of-file.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import type { ArtifactShelf } from './artifact-shelf.js';

/**
 * What upstreams made, as builds find it: a folder for each upstream. A build that has ended leaves these to builds to come, one for each
 * upstream: to move a folder costs nothing, where large artifacts take long to be copied, and some disks a millisecond for each new file.
 */
export class UpstreamFolders {
  /** Absolute, for what waits for its next build; what a killed process left there is removed. */
  readonly place: string;
  private readonly shelf: ArtifactShelf;
  private readonly spare = new Map<string, string>();
  private own: string | null = null;

  constructor(place: string, shelf: ArtifactShelf) {
    this.place = place;
    this.shelf = shelf;
  }

  /** Makes the upstream's folder in `folder`, which has none yet. */
  async provide(upstream: Upstream, folder: string): Promise<void> {
    const { component, artifacts, binaries } = upstream;
    const target = join(folder, component);
    if (await this.isMoved(upstream, target)) return;
    await this.shelf.placeIn(target, artifacts);
    for (const { path } of artifacts) if (modeOf(path, binaries) === 0o755) chmodSync(join(target, path), 0o755);
  }

  /** Takes from the folder of a build that has ended what there is no other of; the rest may be removed. */
  keep(folder: string): void {
    const own = (this.own ??= this.made());
    for (const component of readdirSync(folder)) {
      if (this.spare.has(component)) continue;
      const target = join(own, crypto.randomUUID());
      renameSync(join(folder, component), target);
      this.spare.set(component, target);
    }
  }

  /** Removes what no build took. */
  clear(): void {
    const { own } = this;
    this.spare.clear();
    this.own = null;
    if (own !== null) rmSync(own, { recursive: true, force: true });
  }

  private made(): string {
    sweepUnfinished(this.place, '');
    const own = join(this.place, unfinishedName(''));
    mkdirSync(own, { recursive: true });
    return own;
  }

  private async isMoved(upstream: Upstream, target: string): Promise<boolean> {
    const folder = this.spare.get(upstream.component);
    if (folder === undefined) return false;
    this.spare.delete(upstream.component);
    try {
      if (await isUntouched(folder, upstream)) {
        renameSync(folder, target);
        return true;
      }
      rmSync(folder, { recursive: true });
    } catch {
      // What a build has made unreadable is removed with the rest, or told to be left.
    }
    return false;
  }
}

/** Whether the folder holds what was placed there, and nothing else: a build may do as it likes with what it is given. */
async function isUntouched(folder: string, { artifacts, binaries }: Upstream): Promise<boolean> {
  for (const [inner, names] of namesIn(artifacts)) if (!holdsOnly(join(folder, inner), names)) return false;
  for (const artifact of artifacts) {
    if (!(await isAsPlaced(join(folder, artifact.path), artifact, modeOf(artifact.path, binaries)))) return false;
  }
  return true;
}

/** By folder, relative, the names of what stands in it. */
function namesIn(artifacts: readonly Artifact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { path } of artifacts) {
    for (let inner = path; inner !== '.'; inner = dirname(inner)) {
      const siblings = names.get(dirname(inner)) ?? new Set();
      names.set(dirname(inner), siblings.add(basename(inner)));
    }
  }
  return names;
}

function holdsOnly(folder: string, names: ReadonlySet<string>): boolean {
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || (stats.mode & 0o700) !== 0o700) return false;
  const found = readdirSync(folder);
  return found.length === names.size && found.every((name) => names.has(name));
}

/** By a second name of the file whoever has that could still write to it. */
async function isAsPlaced(file: string, { size, digest }: Artifact, mode: number): Promise<boolean> {
  const stats = lstatSync(file);
  const isSame = stats.isFile() && stats.nlink === 1 && stats.size === size && (stats.mode & 0o777) === mode;
  return isSame && (await digestOfFile(file)) === digest;
}
