import { closureOf } from '@slipway/domain';
import type { BuildOrder, Upstream } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { topologyOf } from '../engine/topology.js';

/** What a builder has to know to build the component at `at`, whose upstreams have all succeeded. */
export function orderOf(
  run: ChainRun,
  at: number,
  { attempt, marker }: { readonly attempt: number; readonly marker: string },
): BuildOrder {
  const { component, source, expected } = componentAt(run, at);
  return { component, source, expected, set: run.set, attempt, marker, upstreams: upstreamsOf(run, at) };
}

function upstreamsOf(run: ChainRun, at: number): readonly Upstream[] {
  const closure = [...closureOf(topologyOf(run.components), [at])].filter((place) => place !== at);
  return closure
    .map((place) => {
      const { component } = componentAt(run, place);
      const build = run.builds[place];
      const artifacts = build?.status === 'succeeded' ? build.artifacts : [];
      const delivery = build?.status === 'succeeded' ? build.delivery : undefined;
      const { name, version, binaries } = component;
      return { component: name, version, artifacts, binaries, ...(delivery && { delivery }) };
    })
    .toSorted((a, b) => (a.component < b.component ? -1 : 1));
}

function componentAt(run: ChainRun, at: number) {
  const found = run.components[at];
  if (found === undefined) throw new RangeError(`run ${run.id} has no component at ${at}`);
  return found;
}
