import fc from 'fast-check';
import { aComponent, aFailure, anArtifact, aRun, settings } from './builders.js';
import type { ChainEvent, Effect } from './event.js';
import { isAtRest, type ChainRun, type Policy } from './state.js';
import { step } from './step.js';

/** What each attempt of a component comes to: its number of milliseconds and its end. */
type Fate = { readonly ms: number; readonly end: 'succeeded' | 'build' | 'infrastructure' };
type Disturbance = 'pause' | 'resume' | 'retry' | 'cancel' | 'interrupt' | 'killed';

interface Scenario {
  readonly run: ChainRun;
  readonly fates: readonly Fate[];
  /** What happens from outside after so many events. */
  readonly disturbances: ReadonlyMap<number, Disturbance>;
}

const policies: fc.Arbitrary<Policy> = fc.record({
  maxParallel: fc.integer({ min: 1, max: 4 }),
  onFailure: fc.constantFrom('keep-going', 'fail-fast'),
});

const fates: fc.Arbitrary<Fate> = fc.record({
  ms: fc.integer({ min: 1, max: 50 }),
  end: fc.oneof(
    { weight: 8, arbitrary: fc.constant('succeeded' as const) },
    fc.constantFrom('build' as const, 'infrastructure' as const),
  ),
});

const runs = fc
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

const scenario = (disturbances: fc.Arbitrary<Disturbance>): fc.Arbitrary<Scenario> =>
  fc.record({
    run: runs,
    fates: fc.array(fates, { minLength: 60, maxLength: 60 }),
    disturbances: fc.array(fc.tuple(fc.nat(40), disturbances), { maxLength: 6 }).map((list) => new Map(list)),
  });

const undisturbed = scenario(fc.constant('resume'));
const disturbed = scenario(fc.constantFrom('pause', 'resume', 'retry', 'cancel', 'interrupt', 'killed'));

/** A world in which builds take virtual time; every state goes through JSON and back. */
function live({ run, fates: chances, disturbances }: Scenario) {
  const states: ChainRun[] = [];
  const dispatched: Extract<Effect, { type: 'dispatch' }>[] = [];
  let alive = new Map<string, { readonly endsAt: number; readonly event: ChainEvent }>();
  let releases = 0;
  let state = run;

  const feed = (event: ChainEvent) => {
    const next = step(state, event);
    state = JSON.parse(JSON.stringify(next.state)) as ChainRun;
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
  const disturb = (disturbance: Disturbance) => {
    if (disturbance !== 'killed') return feed({ type: disturbance });
    if (isAtRest(state)) return;
    alive = new Map();
    feed({ type: 'taken-over', owner: { host: 'laptop', pid: 2, started: '2' }, policy: state.policy, now: state.now });
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
  return { states, state, dispatched, releases };
}

const statusOf = (run: ChainRun, name: string) =>
  run.builds[run.components.findIndex(({ component }) => component.name === name)]?.status;

test('a state is the same after going through JSON', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state } = step(run, { type: 'tick', now: 1 });

      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
  );
});

test('a component is dispatched only when all that it requires has succeeded', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { states } = live(given);

      for (const state of states) {
        state.components.forEach(({ component }, at) => {
          const begun = ['running', 'succeeded', 'failed'].includes(state.builds[at]?.status ?? '');
          if (begun) component.requires.forEach(({ name }) => expect(statusOf(state, name)).toBe('succeeded'));
        });
      }
    }),
  );
});

test('no attempt is dispatched twice, whatever is killed and whenever', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { dispatched } = live(given);

      const markers = dispatched.map(({ marker }) => marker);
      expect(new Set(markers).size).toBe(markers.length);
    }),
  );
});

test('never more than max-parallel builds run, and while a build is ready none of the places stays free', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { states } = live(given);

      for (const state of states) {
        const running = state.builds.filter(({ status }) => status === 'running').length;
        expect(running).toBeLessThanOrEqual(state.policy.maxParallel);
        const ready = state.components.some(
          ({ component }, at) =>
            state.builds[at]?.status === 'waiting' &&
            component.requires.every(({ name }) => statusOf(state, name) === 'succeeded'),
        );
        if (ready && state.phase === 'building' && state.intent === 'go') {
          expect(running).toBe(state.policy.maxParallel);
        }
      }
    }),
  );
});

test('every run ends, and an undisturbed one with every build decided', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { state } = live(given);

      expect(isAtRest(state)).toBe(true);
      expect(state.owner).toBeNull();
      const open = state.builds.filter(({ status }) => status === 'waiting' || status === 'running');
      expect(open.length > 0).toBe(state.phase === 'paused' || state.phase === 'interrupted');
    }),
  );
});

test('with keep-going a failure stops what depends on it and nothing else', () => {
  fc.assert(
    fc.property(undisturbed, ({ run, ...rest }) => {
      const { state } = live({ ...rest, run: { ...run, policy: { ...run.policy, onFailure: 'keep-going' } } });

      state.components.forEach(({ component }, at) => {
        const broken = component.requires.some(({ name }) => statusOf(state, name) !== 'succeeded');
        expect(state.builds[at]?.status === 'skipped').toBe(broken);
      });
    }),
  );
});

test('with fail-fast nothing begins after the first failure', () => {
  fc.assert(
    fc.property(undisturbed, ({ run, ...rest }) => {
      const { states } = live({ ...rest, run: { ...run, policy: { ...run.policy, onFailure: 'fail-fast' } } });

      const attempts = (state: ChainRun | undefined) => state?.builds.map(({ attempt }) => attempt);
      const first = states.findIndex(({ builds }) => builds.some(({ status }) => status === 'failed'));
      if (first >= 0) expect(attempts(states.at(-1))).toEqual(attempts(states[first]));
    }),
  );
});

test('a release is made exactly when every build of a whole set has succeeded, and once', () => {
  fc.assert(
    fc.property(undisturbed, (given) => {
      const { state, releases } = live(given);

      const whole = !state.partial && state.builds.every(({ status }) => status === 'succeeded');
      expect(releases).toBe(whole ? 1 : 0);
      expect(state.phase === 'released').toBe(whole);
    }),
  );
});

test('no build uses more attempts than it is allowed, unless it was stopped from outside', () => {
  fc.assert(
    fc.property(undisturbed, (given) => {
      const { state } = live(given);

      state.builds.forEach(({ failures, attempt }, at) => {
        const allowed = state.components[at]?.component.build?.attempts ?? 0;
        expect(failures).toBeLessThanOrEqual(allowed);
        expect(attempt).toBeLessThanOrEqual(allowed);
      });
    }),
  );
});

test('whatever paused, interrupted or killed a run, going on ends it as if nothing had happened', () => {
  const calm = scenario(fc.constantFrom('pause', 'interrupt', 'killed', 'resume'));
  const alwaysGood = fc.array(
    fates.map(({ ms }): Fate => ({ ms: Math.min(ms, 39), end: 'succeeded' })),
    {
      minLength: 60,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(calm, alwaysGood, (given, good) => {
      const disturbances = new Map([...given.disturbances, [41, 'resume' as const]]);

      const { state } = live({ ...given, fates: good, disturbances });

      expect(state.phase).toBe(state.partial ? 'built' : 'released');
    }),
  );
});
