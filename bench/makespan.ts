import { begin, type ChainRun, type Plan, planChain, step } from '@slipway/operations/orchestrate-chain';
import type { RandomChain } from './random-chain.ts';

/** `fifo`: first come first served, whatever stands behind a component. */
export type Order = 'longest-path-first' | 'fifo';

export interface Makespan {
  /** Virtual milliseconds until the last build has ended. */
  readonly taken: number;
  /** No schedule can be faster: the critical path, or the work shared by all places. */
  readonly bound: number;
}

/** Runs a chain through the engine in virtual time, as its loop does, with builds that take just as long as expected. */
export function makespanOf({ manifest, durations }: RandomChain, maxParallel: number, order: Order): Makespan {
  const planning = planChain(manifest, { only: [], skip: [] }, durations);
  if (planning.status === 'refused') throw new Error('a random chain has no cycle');
  const endings = new Map<string, number>();
  let run = runOf(planning.plan, manifest.components, maxParallel, order);
  let now = 0;
  const feed = (next: ReturnType<typeof step>) => {
    run = next.state;
    for (const effect of next.effects) {
      if (effect.type === 'dispatch') endings.set(effect.component, now + (durations.get(effect.component) ?? 0));
    }
  };
  feed(step(run, { type: 'tick', now }));
  while (endings.size > 0) {
    const [component, end] = soonest(endings);
    endings.delete(component);
    now = end;
    feed(step(run, { type: 'tick', now }));
    feed(step(run, { type: 'succeeded', component, attempt: 1, artifacts: [], reused: false }));
  }
  const work = [...durations.values()].reduce((sum, ms) => sum + ms, 0);
  return { taken: now, bound: Math.max(work / maxParallel, ...planning.plan.components.map((one) => one.remaining)) };
}

/** A run of the plan that has just begun. */
export function runOf(
  plan: Plan,
  components: RandomChain['manifest']['components'],
  maxParallel: number,
  order: Order,
): ChainRun {
  const byName = new Map(components.map((component) => [component.name, component]));
  return begin({
    id: 'bench.1',
    set: 'bench',
    inputs: `sha256:${'0'.repeat(64)}`,
    partial: true,
    reuse: 'none',
    components: plan.components.flatMap(({ name, remaining, expected }) => {
      const component = byName.get(name);
      const source = { kind: 'working-copy', folder: '/', commit: null, time: 0 } as const;
      return component ? [{ component, source, expected, remaining: order === 'fifo' ? 0 : remaining }] : [];
    }),
    owner: null,
    policy: { maxParallel, onFailure: 'keep-going' },
    startedAt: 0,
  });
}

function soonest(endings: ReadonlyMap<string, number>): readonly [string, number] {
  let first: readonly [string, number] = ['', Infinity];
  for (const entry of endings) if (entry[1] < first[1]) first = entry;
  return first;
}
