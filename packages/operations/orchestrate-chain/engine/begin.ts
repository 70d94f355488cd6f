import type { Artifact } from '@slipway/domain';
import { requeue } from './queue.js';
import type { Build, ChainRun } from './state.js';

/** What is settled before a run begins. */
export type Beginning = Pick<
  ChainRun,
  'id' | 'set' | 'inputs' | 'partial' | 'reuse' | 'builder' | 'asked' | 'components' | 'owner' | 'policy' | 'startedAt'
>;

/** A run in which nothing has happened yet; the first tick starts its first builds. `reused` builds need not run. */
export function begin(beginning: Beginning, reused: ReadonlyMap<string, readonly Artifact[]> = new Map()): ChainRun {
  const { startedAt } = beginning;
  const builds = beginning.components.map(({ component }): Build => {
    const artifacts = reused.get(component.name);
    return artifacts === undefined
      ? { status: 'waiting', attempt: 0, failures: 0 }
      : { status: 'succeeded', attempt: 0, failures: 0, startedAt, endedAt: startedAt, reused: true, artifacts };
  });
  const run: ChainRun = {
    schema: 1,
    ...beginning,
    epoch: 1,
    now: startedAt,
    phase: 'building',
    intent: 'go',
    answered: 0,
    builds,
    queue: [],
  };
  return { ...run, queue: requeue(run, builds) };
}
