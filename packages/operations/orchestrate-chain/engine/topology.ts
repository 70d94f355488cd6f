import { type Graph, graphOf } from '@slipway/domain';
import type { ChainComponent } from './state.js';

const known = new WeakMap<readonly ChainComponent[], Graph>();

/** The graph of a run's components. It follows from what is frozen, so it is not in the state, only remembered beside it. */
export function topologyOf(components: readonly ChainComponent[]): Graph {
  const remembered = known.get(components);
  if (remembered) return remembered;
  const graph = graphOf(components.map(({ component }) => component));
  known.set(components, graph);
  return graph;
}
