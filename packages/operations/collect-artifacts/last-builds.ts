import type { Finding } from '@slipway/domain';
import type { Ledger } from '../ports/index.js';
import type { ChainRun } from '../orchestrate-chain/engine/state.js';
import { readRun, runId, runNumbers } from '../orchestrate-chain/run/runs.js';
import type { LastBuild } from './report.js';

export interface LastBuilds {
  /** Sorted by component. */
  readonly builds: readonly LastBuild[];
  readonly findings: readonly Finding[];
}

/** Of each component the newest build that succeeded, whole or partial run; older runs are read only as long as one is missing. */
export async function lastBuilds(ledger: Ledger, set: string, components: readonly string[]): Promise<LastBuilds> {
  const found = new Map<string, LastBuild>();
  let newest: ChainRun | null = null;
  for (const number of await runNumbers(ledger, set)) {
    const run = (await readRun(ledger, runId(set, number)))?.run;
    if (!run) continue;
    newest ??= run;
    for (const build of succeededIn(run)) if (!found.has(build.component)) found.set(build.component, build);
    if (components.every((name) => found.has(name))) break;
  }
  const builds = components.flatMap((name) => found.get(name) ?? []);
  const missing = components.filter((name) => !found.has(name));
  return {
    builds,
    findings: [...missing.map((name) => neverBuilt(name, set)), ...(newest ? olderOnes(builds, newest) : [])],
  };
}

const succeededIn = (run: ChainRun): readonly LastBuild[] =>
  run.components.flatMap(({ component: { name, version, binaries }, source: { commit } }, at) => {
    const build = run.builds[at];
    if (build?.status !== 'succeeded') return [];
    return [{ component: name, version, commit, run: run.id, artifacts: build.artifacts, binaries }];
  });

/** That a partial run leaves out a component is as it was wanted; that its build did not succeed is worth a word. */
const olderOnes = (builds: readonly LastBuild[], newest: ChainRun): readonly Finding[] =>
  builds.flatMap(({ component, run }) => {
    const at = newest.components.findIndex(({ component: { name } }) => name === component);
    return run === newest.id || at < 0
      ? []
      : [olderBuild(component, run, `${newest.builds[at]?.status} in ${newest.id}`)];
  });

const olderBuild = (component: string, run: string, state: string): Finding => ({
  code: 'not-found',
  severity: 'warning',
  what: `the artifacts are those of ${run}: the build is ${state}`,
  where: component,
  remedy: 'build the set to its end, and collect again',
});

const neverBuilt = (component: string, set: string): Finding => ({
  code: 'not-found',
  severity: 'warning',
  what: `no run of ${set} has built it, so that nothing of it is collected`,
  where: component,
  remedy: `build it: slipway chain build --only ${component}`,
});
