import { type Artifact, digestOf, isDigest } from '@slipway/domain';
import type { ArtifactStore, BuildOrder, Json, Ledger, Machine, ResolvedSource } from '../../ports/index.js';

/** Earlier builds that can stand in for new ones. */
export interface Reuse {
  /** The artifacts of an equal build, all there and undamaged; `null` where there is none. */
  find(order: BuildOrder): Promise<readonly Artifact[] | null>;
  keep(order: BuildOrder, artifacts: readonly Artifact[]): Promise<void>;
}

export interface ReusePorts {
  readonly ledger: Ledger;
  readonly store: ArtifactStore;
  readonly machine: Machine;
}

/** `none` finds nothing, but what it builds is kept all the same. What is in no commit is neither reused nor lent. */
export function reuseOf({ ledger, store, machine }: ReusePorts, which: 'any' | 'none'): Reuse {
  const keyOf = async (order: BuildOrder): Promise<string | null> => {
    const { source, component } = order;
    if (source.kind !== 'commit' || component.build === undefined) return null;
    const tools = Object.keys(component.build.tools).toSorted();
    const versions = await Promise.all(tools.map(async (tool) => [tool, await machine.toolVersion(tool)]));
    const what = { ...identityOf(order, source), os: machine.os, arch: machine.arch, tools: versions };
    return `reuse/${component.name}/${digestOf(JSON.stringify(what)).replace(':', '-')}`;
  };
  return {
    async find(order) {
      const key = which === 'any' ? await keyOf(order) : null;
      const record = key === null ? null : await ledger.read(key);
      const artifacts = artifactsIn(record?.value ?? null);
      return artifacts !== null && (await store.holds(artifacts)) ? artifacts : null;
    },
    async keep(order, artifacts) {
      const key = await keyOf(order);
      if (key === null) return;
      const record = await ledger.read(key);
      // Whoever wins a race here has built the same: the loser has nothing to add.
      await ledger.write(
        key,
        artifacts.map(({ path, size, digest }) => ({ path, size, digest })),
        record?.revision ?? null,
      );
    },
  };
}

type Commit = Extract<ResolvedSource, { kind: 'commit' }>;

/** All that decides what a build makes, but for the machine. */
function identityOf({ component, set, upstreams }: BuildOrder, { commit, part, time }: Commit) {
  const { command, artifacts, env, passEnv } = component.build ?? {};
  return {
    set,
    name: component.name,
    version: component.version,
    // A commit elsewhere in the repository changes nothing. The build is told the time, which of a whole repository the commit fixes.
    commit: part ? [part.folder, part.tree, time] : commit,
    command,
    patterns: artifacts,
    env: Object.entries(env ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    passEnv: [...(passEnv ?? [])].toSorted(),
    upstreams: upstreams.map((upstream) => [
      upstream.component,
      upstream.version,
      upstream.binaries,
      upstream.artifacts.map(({ path, digest }) => [path, digest]),
    ]),
  };
}

/** A record that does not look like ours is no reason to stop: the component is built anew. */
function artifactsIn(value: Json): readonly Artifact[] | null {
  if (!Array.isArray(value)) return null;
  const artifacts = value.flatMap((one: Json): readonly Artifact[] => {
    if (one === null || typeof one !== 'object' || !('path' in one)) return [];
    const { path, size, digest } = one;
    if (typeof path !== 'string' || typeof size !== 'number' || typeof digest !== 'string' || !isDigest(digest))
      return [];
    return [{ path, size, digest }];
  });
  return artifacts.length === value.length && artifacts.length > 0 ? artifacts : null;
}
