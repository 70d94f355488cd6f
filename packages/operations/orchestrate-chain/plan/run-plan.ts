import type { ChainRun } from '../engine/state.js';
import { type Plan, planOf } from './plan.js';

/** The plan that a run follows, from its state alone. Which components only an earlier build would do for, a state does not tell. */
export const runPlan = ({ set, components, partial }: ChainRun): Plan => ({
  set,
  ...planOf(
    components.map(({ component }) => component),
    new Map(components.flatMap(({ component, expected }) => (expected === null ? [] : [[component.name, expected]]))),
  ),
  partial,
  reuseOnly: [],
});
