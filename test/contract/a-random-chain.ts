import fc from 'fast-check';
import type { Duration, Fault, FaultRule } from '@slipway/github-double';
import type { Death } from './a-life.js';

/** How the builds of a component go. Of `flaky` ones the first fails, of `doomed` ones all do. */
export interface Fate {
  readonly kind: 'good' | 'flaky' | 'doomed';
  /** What it ends as where it fails; `starved`: no runner takes it. */
  readonly failure: 'failure' | 'timed_out' | 'cancelled' | 'stale' | 'invented' | 'starved';
  readonly takes: Duration;
  readonly listedAfter: Duration;
  readonly trigger: 'workflow' | 'event';
}

export interface RandomComponent extends Fate {
  readonly name: string;
  /** Places of components before this one. */
  readonly requires: readonly number[];
}

/** Given by another job, so many seconds after the start. */
export interface RandomCommand {
  readonly command: 'pause' | 'resume' | 'retry' | 'cancel';
  readonly at: number;
}

/** One start of the orchestrator, and what befalls it. */
export interface RandomLife {
  /** `run` publishes at once what `prepare` leaves as a draft. */
  readonly work: 'prepare' | 'run';
  readonly death: Death | null;
  readonly faults: readonly FaultRule[];
  readonly told: readonly RandomCommand[];
  /** When its runner tells it to end; seconds after the start. */
  readonly interrupted: number | null;
}

export interface RandomChain {
  readonly components: readonly RandomComponent[];
  readonly maxParallel: number;
  readonly onFailure: 'keep-going' | 'fail-fast';
  readonly retryOn: 'infrastructure' | 'any';
  readonly runDetails: 'told' | 'refused';
  readonly lives: readonly RandomLife[];
}

/** In no order of the alphabet. */
const allNames = ['kilo', 'alfa', 'zulu', 'echo', 'yoke', 'bravo', 'mike', 'golf'] as const;

const fates: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom('good', 'good', 'good', 'good', 'flaky', 'doomed'),
  failure: fc.constantFrom('failure', 'timed_out', 'cancelled', 'stale', 'invented', 'starved'),
  takes: fc.constantFrom('1s', '20s', '45s', '2m'),
  // Lists of GitHub are seconds late; a run that is missing from them longer than a minute counts as never begun.
  listedAfter: fc.constantFrom<Duration>(0, '5s', '25s'),
  trigger: fc.constantFrom('workflow', 'workflow', 'event'),
});

const components: fc.Arbitrary<readonly RandomComponent[]> = fc
  .array(fc.tuple(fates, fc.array(fc.nat({ max: 7 }), { maxLength: 3 })), { minLength: 1, maxLength: allNames.length })
  .map((all) =>
    all.map(([fate, places], at) => ({
      ...fate,
      name: allNames[at] ?? '',
      requires: [...new Set(places.filter((place) => place < at))],
    })),
  );

const dispatch = /dispatches$/;

const faults: fc.Arbitrary<readonly FaultRule[]> = fc.array(
  fc.record({
    fault: fc.constantFrom<Fault>(
      { kind: 'unavailable', status: 502 },
      { kind: 'secondary-limit', status: 429, retryAfter: 20 },
      { kind: 'secondary-limit', status: 403 },
      { kind: 'reset-before' },
      { kind: 'reset-after' },
      { kind: 'truncated' },
      { kind: 'slow', ms: 8_000 },
      { kind: 'stale', ms: 20_000 },
      { kind: 'skew', ms: -40_000 },
      { kind: 'broken-upload' },
      { kind: 'reset-upload', bytes: 1 },
    ),
    on: fc.constantFrom<NonNullable<FaultRule['on']>>(
      /./,
      dispatch,
      /git\/(refs|trees|commits)/,
      /matching-refs/,
      /actions\/(runs|workflows)/,
      /releases/,
      /artifacts|downloads/,
    ),
    from: fc.integer({ min: 1, max: 30 }),
    // As often as that, and the owner gives up.
    times: fc.constantFrom(1, 1, 2, 40),
  }),
  { maxLength: 5 },
);

const deaths: fc.Arbitrary<Death | null> = fc.option(
  fc.record({ request: fc.integer({ min: 1, max: 160 }), when: fc.constantFrom('before', 'after') }),
  { freq: 2 },
);

/** From its first builds on to when most chains are over. */
const moments = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 240 }));

const commands: fc.Arbitrary<readonly RandomCommand[]> = fc.array(
  fc.record({ command: fc.constantFrom('pause', 'pause', 'resume', 'retry', 'cancel', 'cancel'), at: moments }),
  { maxLength: 2 },
);

const lives: fc.Arbitrary<RandomLife> = fc.record({
  work: fc.constantFrom('prepare', 'run'),
  death: deaths,
  faults: fc.oneof(fc.constant([]), faults),
  told: commands,
  interrupted: fc.option(moments, { freq: 1 }),
});

export const randomChains: fc.Arbitrary<RandomChain> = fc.record({
  components,
  maxParallel: fc.constantFrom(1, 2, 3, 20),
  onFailure: fc.constantFrom('keep-going', 'keep-going', 'fail-fast'),
  retryOn: fc.constantFrom('infrastructure', 'any'),
  runDetails: fc.constantFrom('told', 'told', 'refused'),
  lives: fc.array(lives, { minLength: 1, maxLength: 3 }),
});

export const manifestText = ({ components: all, retryOn }: RandomChain): string => `
[release_set]
id = "set-1"
[versions]
${all
  .map(({ name, requires }) => {
    const needed = JSON.stringify(requires.map((at) => all[at]?.name));
    return `${name} = { version = "1.0.0", git_tag = "r1", requires = ${needed} }`;
  })
  .join('\n')}
[slipway]
owner = "acme"
workflow = "build.yml"
ref = "main"
retry-on = "${retryOn}"
[slipway.components]
${all
  .filter(({ trigger }) => trigger === 'event')
  .map(({ name }) => `${name} = { event = "slipway-build" }`)
  .join('\n')}
`;

/** Of what cannot succeed, whoever tries: doomed components, and what requires them. */
export function hopelessIn({ components: all }: RandomChain): ReadonlySet<string> {
  const hopeless = new Set<string>();
  for (const { name, kind, requires } of all)
    if (kind === 'doomed' || requires.some((at) => hopeless.has(all[at]?.name ?? ''))) hopeless.add(name);
  return hopeless;
}
