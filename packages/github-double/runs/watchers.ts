import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import type { Attempt, Run } from './run.js';

/** `in_progress`: the first job has its runner. */
export interface RunChange {
  readonly kind: 'requested' | 'in_progress' | 'completed';
  readonly run: Run;
  readonly attempt: Attempt;
}

export type Watcher = (change: RunChange) => void;

const watchersOf = subject<World, Watcher[]>(() => []);

/** Calls `watcher` at each change from now on, before anybody can ask for it. */
export const watchRuns = (world: World, watcher: Watcher): void => void watchersOf(world).push(watcher);

export function tell(world: World, change: RunChange): void {
  for (const watcher of watchersOf(world)) watcher(change);
}
