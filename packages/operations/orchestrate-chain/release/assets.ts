import { type Artifact, baseName, modeOf } from '@slipway/domain';
import type { ArchiveMember, WrittenAsset } from '../../ports/index.js';
import type { ChainComponent, ChainRun } from '../engine/state.js';

/** One asset to make: a component's artifacts as an archive. */
export interface AssetPlan {
  readonly name: string;
  readonly members: readonly ArchiveMember[];
  /** For every member, seconds since 1970: the commit's. */
  readonly time: number;
}

export const planAsset = (
  { component, source }: Pick<ChainComponent, 'component' | 'source'>,
  artifacts: readonly Artifact[],
): AssetPlan => ({
  name: `${component.name}-${component.version}.tar.gz`,
  members: artifacts.map((artifact) => ({
    path: artifact.path,
    mode: modeOf(artifact.path, component.binaries),
    artifact,
  })),
  time: source.time,
});

/** What `assets/` will hold, beside SHA256SUMS. Follows from the state alone, so that every venue makes the same. */
export const planAssets = (run: ChainRun): readonly AssetPlan[] =>
  run.components.map((one, at) => {
    const build = run.builds[at];
    return planAsset(one, build?.status === 'succeeded' ? build.artifacts : []);
  });

/** What the manifest calls binaries and no build made, as `component: binary`. */
export const missingBinaries = (run: ChainRun): readonly { component: string; binary: string }[] =>
  run.components.flatMap(({ component }, at) => {
    const build = run.builds[at];
    if (build?.status !== 'succeeded') return [];
    const made = new Set(build.artifacts.map(({ path }) => baseName(path)));
    return component.binaries
      .filter((binary) => !made.has(binary))
      .map((binary) => ({ component: component.name, binary }));
  });

/** `release.json`: what was released, for programs. */
export function releaseRecord(run: ChainRun, assets: readonly WrittenAsset[]) {
  return {
    schema: 1,
    set: run.set,
    run: run.id,
    /** Made from what is in no commit: nobody can check out what it was made of. */
    dirty: run.components.some(({ source }) => source.kind !== 'commit'),
    components: run.components.map(({ component, source }, at) => {
      const build = run.builds[at];
      const done = build?.status === 'succeeded' ? build : null;
      return {
        name: component.name,
        version: component.version,
        tag: component.tag,
        commit: source.commit,
        ...(source.kind === 'commit' && source.part ? { folder: source.part.folder } : {}),
        dirty: source.kind !== 'commit',
        attempts: done?.attempt ?? 0,
        reused: done?.reused ?? false,
        milliseconds: done ? done.endedAt - done.startedAt : 0,
        artifacts: done?.artifacts ?? [],
      };
    }),
    assets,
  };
}
