import { levelsOf } from '@slipway/domain';
import type { ChainComponent, ChainRun } from '../engine/state.js';
import { topologyOf } from '../engine/topology.js';

/** The components, each after all that it requires. */
export const orderOfRun = ({ components }: ChainRun): readonly ChainComponent[] =>
  levelsOf(topologyOf(components))
    .flat()
    .flatMap((at) => components[at] ?? []);
