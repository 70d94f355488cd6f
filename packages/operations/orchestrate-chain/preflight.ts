import type { Finding } from '@slipway/domain';
import pMap from 'p-map';
import type { Existing, Ledger, Machine, ReleaseFolder, ResolvedSource, Sources } from '../ports/index.js';
import type { Component } from './manifest/manifest.js';
import { missingBuildSettings } from './manifest/missing.js';
import { runKey } from './run/runs.js';
import { checkTools, toolFinding } from './tools.js';

/** Enough to keep a machine and a server busy, few enough not to flood either. */
const atOnce = 8;

export interface Preflight {
  /** By component; complete where there are no findings. */
  readonly sources: ReadonlyMap<string, ResolvedSource>;
  readonly findings: readonly Finding[];
}

/** Looks at all that building these components will need, before the first effect. All findings at once. */
export async function preflight(
  components: readonly Component[],
  file: string,
  { sources, machine }: { readonly sources: Sources; readonly machine: Machine },
): Promise<Preflight> {
  const buildable = components.filter(({ lacks }) => lacks === undefined);
  const resolutions = await pMap(buildable, async (one) => [one.name, await sources.resolve(one)] as const, {
    concurrency: atOnce,
  });
  return {
    sources: new Map(
      resolutions.flatMap(([name, found]) => (found.status === 'resolved' ? [[name, found.source] as const] : [])),
    ),
    findings: [
      ...missingBuildSettings(components, file),
      ...resolutions.flatMap(([, found]) => (found.status === 'refused' ? [found.finding] : [])),
      ...(await checkTools(components, machine)).flatMap(toolFinding),
    ],
  };
}

/** What stands in the way of the release folder: better known before all is built for it. Part of a set makes none. */
export async function releaseObstacles(
  folder: ReleaseFolder,
  { partial }: { readonly partial: boolean },
  existing: Existing,
): Promise<readonly Finding[]> {
  const obstacle = partial ? null : await folder.obstacle(existing);
  return obstacle ? [obstacle] : [];
}

/** What keeps the state of this chain run from being written: better known before the first effect, which is not to come before the state. */
export async function stateObstacles(ledger: Ledger, run: string): Promise<readonly Finding[]> {
  const obstacle = await ledger.obstacle(runKey(run));
  return obstacle ? [{ ...obstacle, what: `the chain's state cannot be written: ${obstacle.what}` }] : [];
}
