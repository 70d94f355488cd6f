import fc from 'fast-check';
import { disturbed, type Fate, fates, live, runs, scenario, undisturbed } from './a-life.js';
import { upcoming } from './queue.js';
import { isAtRest, type ChainRun } from './state.js';
import { step } from './step.js';

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

test('what is told to come next has all that it requires, and is begun under that attempt or under none', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { states } = live(given);

      states.forEach((state, at) => {
        for (const { component, attempt } of upcoming(state)) {
          const place = state.components.findIndex((one) => one.component.name === component);
          const requires = state.components[place]?.component.requires ?? [];
          expect(requires.filter(({ name }) => statusOf(state, name) !== 'succeeded')).toEqual([]);
          const later = states.slice(at).find(({ builds }) => builds[place]?.attempt !== state.builds[place]?.attempt);
          if (later) expect(later.builds[place]).toMatchObject({ status: 'running', attempt });
        }
      });
    }),
  );
});

test('what goes on without its owner is found again, and never begun anew under another attempt', () => {
  const killed = scenario(fc.constantFrom('killed', 'pause', 'resume', 'gone-on'));
  fc.assert(
    fc.property(killed, (given) => {
      const { dispatched, found, state } = live({ ...given, outlived: 'going-on' });

      const begun = new Set(dispatched.map(({ marker }) => marker));
      expect(found.filter((marker) => !begun.has(marker))).toEqual([]);
      state.builds.forEach(({ attempt, failures }, at) => {
        const succeeded = state.builds[at]?.status === 'succeeded' ? 1 : 0;
        if (state.builds[at]?.status !== 'waiting') expect(attempt).toBe(failures + succeeded);
      });
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
      const isToRelease = !state.partial && state.builds.every(({ status }) => status === 'succeeded');
      const isOpen = open.length > 0 || (isToRelease && state.phase !== 'released' && state.phase !== 'cancelled');
      expect(isOpen).toBe(state.phase === 'paused' || state.phase === 'interrupted');
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

test('nothing is begun, no build and no release, where nothing new is to begin', () => {
  fc.assert(
    fc.property(disturbed, (given) => {
      const { states } = live(given);

      states.forEach((state, at) => {
        const before = states[at - 1];
        if (before === undefined || before.intent === 'go' || state.intent === 'go') return;
        expect(state.builds.map(({ attempt }) => attempt)).toEqual(before.builds.map(({ attempt }) => attempt));
        if (before.phase !== 'releasing') expect(state.phase).not.toBe('releasing');
      });
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
  const calm = scenario(fc.constantFrom('pause', 'interrupt', 'killed', 'resume', 'gone-on'));
  const alwaysGood = fc.array(
    fates.map(({ ms }): Fate => ({ ms: Math.min(ms, 39), end: 'succeeded' })),
    {
      minLength: 60,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(calm, alwaysGood, (given, good) => {
      const disturbances = new Map([...given.disturbances, [41, 'gone-on' as const]]);

      const { state } = live({ ...given, fates: good, disturbances });

      expect(state.phase).toBe(state.partial ? 'built' : 'released');
    }),
  );
});
