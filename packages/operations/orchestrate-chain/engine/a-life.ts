import fc from 'fast-check';
import { aComponent, aFailure, anArtifact, aRun, settings } from './builders.js';
import type { ChainEvent, Command, Effect, TakeOver } from './event.js';
import { isAtRest, type ChainRun, type Policy } from './state.js';
import { step } from './step.js';

/** What each attempt of a component comes to: its number of milliseconds and its end. */
export type Fate = { readonly ms: number; readonly end: 'succeeded' | 'build' | 'infrastructure' };
export type Disturbance = Command | 'interrupt' | 'killed' | 'gone-on' | 'tried-again';

export interface Scenario {
  readonly run: ChainRun;
  readonly fates: readonly Fate[];
  /** Whether builds outlive their owner. */
  readonly outlived: TakeOver['running'];
  /** What happens from outside after so many events. */
  readonly disturbances: ReadonlyMap<number, Disturbance>;
}

const policies: fc.Arbitrary<Policy> = fc.record({
  maxParallel: fc.integer({ min: 1, max: 4 }),
  onFailure: fc.constantFrom('keep-going', 'fail-fast'),
});

export const fates: fc.Arbitrary<Fate> = fc.record({
  ms: fc.integer({ min: 1, max: 50 }),
  end: fc.oneof(
    { weight: 8, arbitrary: fc.constant('succeeded' as const) },
    fc.constantFrom('build' as const, 'infrastructure' as const),
  ),
});

export const runs = fc
  .tuple(
    fc.array(
      fc.record({
        requires: fc.uniqueArray(fc.nat(15), { maxLength: 3 }),
        attempts: fc.integer({ min: 1, max: 3 }),
        any: fc.boolean(),
        remaining: fc.nat(9),
      }),
      { minLength: 1, maxLength: 15 },
    ),
    policies,
    fc.boolean(),
  )
  .map(([rows, policy, partial]) => {
    const components = rows.map(({ requires, attempts, any }, at) =>
      aComponent(
        `c${at}`,
        requires.filter((other) => other < at).map((other) => `c${other}`),
        { build: settings({ attempts, retryOn: any ? 'any' : 'infrastructure', timeout: 40 }) },
      ),
    );
    return aRun(components, { policy, partial, remaining: rows.map(({ remaining }) => remaining) });
  });

export const scenario = (disturbances: fc.Arbitrary<Disturbance>): fc.Arbitrary<Scenario> =>
  fc.record({
    run: runs,
    fates: fc.array(fates, { minLength: 60, maxLength: 60 }),
    outlived: fc.constantFrom('ended', 'going-on'),
    disturbances: fc.array(fc.tuple(fc.nat(40), disturbances), { maxLength: 6 }).map((list) => new Map(list)),
  });

export const undisturbed = scenario(fc.constant('resume'));
export const disturbed = scenario(
  fc.constantFrom('pause', 'resume', 'retry', 'cancel', 'interrupt', 'killed', 'gone-on', 'tried-again'),
);

/** A world in which builds take virtual time; every state goes through JSON and back. */
export function live({ run, fates: chances, outlived, disturbances }: Scenario) {
  const states: ChainRun[] = [];
  const dispatched: Extract<Effect, { type: 'dispatch' }>[] = [];
  const found: string[] = [];
  let alive = new Map<string, { readonly endsAt: number; readonly event: ChainEvent }>();
  let releases = 0;
  let commands = 0;
  let state = run;

  const feed = (event: ChainEvent) => {
    const next = step(state, event);
    state = JSON.parse(JSON.stringify(next.state));
    states.push(state);
    const replies = next.effects.flatMap(perform);
    replies.forEach(feed);
  };
  const perform = (effect: Effect): readonly ChainEvent[] => {
    if (effect.type === 'release') {
      releases += 1;
      return [{ type: 'released' }];
    }
    const { component, attempt } = effect;
    if (effect.type === 'find-run') {
      found.push(effect.marker);
      expect(alive.has(component)).toBe(true);
      return [];
    }
    if (effect.type === 'rerun') throw new Error('no build of this life is a workflow run');
    if (effect.type === 'cancel-run') {
      alive.delete(component);
      return [{ type: 'failed', component, attempt, failure: aFailure({ kind: 'stopped' }) }];
    }
    const fate = chances[dispatched.length % chances.length] ?? { ms: 1, end: 'succeeded' };
    expect(alive.has(component)).toBe(false);
    dispatched.push(effect);
    alive.set(component, {
      endsAt: state.now + fate.ms,
      event:
        fate.end === 'succeeded'
          ? { type: 'succeeded', component, attempt, artifacts: [anArtifact()], reused: false }
          : { type: 'failed', component, attempt, failure: aFailure({ kind: fate.end }) },
    });
    return [{ type: 'started', component, attempt, process: { pid: dispatched.length, started: '1' } }];
  };
  const takeOver = (purpose: TakeOver['purpose']) => {
    if (outlived === 'ended') alive = new Map();
    const owner = { host: 'laptop', pid: 2, started: '2' };
    feed({
      type: 'taken-over',
      owner,
      policy: state.policy,
      now: state.now,
      answered: commands,
      purpose,
      running: outlived,
    });
  };
  const disturb = (disturbance: Disturbance) => {
    const isOver = isAtRest(state);
    switch (disturbance) {
      case 'interrupt':
        return feed({ type: 'interrupt' });
      case 'killed':
        return isOver ? undefined : takeOver('go-on');
      case 'gone-on':
        return state.phase === 'paused' || state.phase === 'interrupted' ? takeOver('go-on') : undefined;
      case 'tried-again':
        return state.phase === 'failed' || state.phase === 'cancelled' ? takeOver('retry') : undefined;
      default:
        return feed({ type: 'command', command: disturbance, number: (commands += 1) });
    }
  };

  feed({ type: 'tick', now: 0 });
  for (let events = 0; events < 400; events += 1) {
    const disturbance = disturbances.get(events);
    if (disturbance) disturb(disturbance);
    const [next] = [...alive].toSorted(([, a], [, b]) => a.endsAt - b.endsAt);
    const deadline = Math.min(
      ...state.builds.map((build) => (build.status === 'running' ? build.startedAt + 40 : Infinity)),
    );
    if (!next || deadline < next[1].endsAt) {
      if (!next && isAtRest(state) && events > 40) break;
      feed({ type: 'tick', now: Number.isFinite(deadline) ? deadline : state.now + 1 });
    } else {
      alive.delete(next[0]);
      feed({ type: 'tick', now: next[1].endsAt });
      feed(next[1].event);
    }
  }
  return { states, state, dispatched, found, releases };
}
