import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '@slipway/domain';
import type { CalleeWorkspace } from '@slipway/operations/ports';
import { chunksOf } from '../artifacts/verified.js';
import { findArtifacts } from '../builder/artifact-search.js';
import { ifThere, onDisk } from '../disk.js';
import { gitWith } from '../sources/git.js';
import { gitDirOf } from '../sources/git-dir.js';
import { headOf } from '../sources/revisions.js';
import { folderSink } from './folder-sink.js';

export interface CalleeWorkspaceOptions {
  /** Absolute folder of the checkout. */
  readonly checkout: string;
  /** Absolute folder that the runner empties after the job. */
  readonly temp: string;
  /** Our own environment, whole. */
  readonly environment: Readonly<Record<string, string>>;
}

/** On a runner: the checkout, and `slipway` in its temporary folder, which is the same for all steps of a job. */
export function calleeWorkspace({ checkout, temp, environment }: CalleeWorkspaceOptions): CalleeWorkspace {
  const ours = join(temp, 'slipway');
  const [upstreams, cache, delivery] = [join(ours, 'upstreams'), join(ours, 'cache'), join(ours, 'delivery')];
  const noteFile = join(ours, 'order.json');
  return {
    upstreams,
    cache,
    delivery,
    async head() {
      const gitDir = gitDirOf(checkout);
      return gitDir === null ? null : headOf(gitWith(environment), gitDir);
    },
    clear: () =>
      onDisk(ours, () => {
        rmSync(ours, { recursive: true, force: true });
        for (const folder of [upstreams, cache]) mkdirSync(folder, { recursive: true });
      }),
    upstream: (component, binaries) => folderSink(join(upstreams, component), binaries),
    note: (text) => onDisk(noteFile, () => writeFileSync(noteFile, text)),
    noted: () => onDisk(noteFile, () => ifThere(() => readFileSync(noteFile, 'utf8'))),
    stage: (patterns) =>
      onDisk(delivery, async () => {
        rmSync(delivery, { recursive: true, force: true });
        const search = findArtifacts(checkout, patterns);
        if (search.status === 'refused') return search;
        const sink = folderSink(delivery, []);
        const files: Artifact[] = [];
        for (const path of search.paths) files.push(await sink.take(path, chunksOf(join(checkout, path))));
        return { status: 'staged', files };
      }),
    add: (name, text) => onDisk(delivery, () => writeFileSync(join(delivery, name), text)),
  };
}
