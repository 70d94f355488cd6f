import { patienceFor } from '@slipway/operations/orchestrate-chain';
import type { Figure } from './figure.ts';
import { githubMakespan } from './github-chain.ts';
import { dice, randomChain } from './random-chain.ts';

const minute = 60_000;
const builds = 1_000;
const chains = 1_000;
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

interface Seen {
  /** Milliseconds from its end until it was seen. */
  readonly late: number;
  readonly looks: number;
  readonly length: number;
}

/** Builds of 10 to 60 minutes, each within 5 % of its last duration, looked at as the watcher does until their end is seen. */
function watched(known: 'known' | 'unknown'): readonly Seen[] {
  const roll = dice(20_254);
  return Array.from({ length: builds }, () => {
    const expected = (10 + roll() * 50) * minute;
    const length = expected * (0.95 + roll() * 0.1);
    let now = 0;
    let looks = 0;
    while (now < length) {
      now += patienceFor({ stage: 'building', since: 0, expected: known === 'known' ? expected : null }, now);
      looks += 1;
    }
    return { late: now - length, looks, length };
  });
}

const seen = (
  what: string,
  known: 'known' | 'unknown',
  wanted: { readonly late: number; readonly looks: number } | null,
): readonly Figure[] => [
  {
    what: `${what}: end seen after it happened, mean of ${builds}, virtual`,
    against: 'a limit',
    unit: 'ms',
    wanted: wanted?.late ?? null,
    measure: async () => mean(watched(known).map(({ late }) => late)),
  },
  {
    what: `${what}: looks`,
    against: 'fixed polling every 5 s',
    unit: '×',
    wanted: wanted?.looks ?? null,
    measure: async () => {
      const all = watched(known);
      return mean(all.map(({ looks }) => looks)) / mean(all.map(({ length }) => Math.ceil(length / 5_000)));
    },
  },
];

let spans: readonly ReturnType<typeof githubMakespan>[] | undefined;
const measured = () =>
  (spans ??= (() => {
    const roll = dice(20_255);
    return Array.from({ length: chains }, (_, at) => {
      const { manifest, durations } = randomChain(4 + (at % 40), 1 + (at % 10), roll);
      // Builds of 5 to 60 minutes.
      const longer = [...durations].map(([name, ms]) => [name, 5 * minute + ms * 33] as const);
      return githubMakespan({ manifest, durations: new Map(longer) }, roll);
    });
  })());

export const figures: readonly Figure[] = [
  ...seen('builds within 5 % of their last duration', 'known', { late: 15_000, looks: 0.1 }),
  ...seen('builds never seen before', 'unknown', null),
  {
    what: `makespan of ${chains} random chains of 4 to 43, built by GitHub, virtual: mean`,
    against: 'critical path, with a dispatch (2.6 s) and an observation (15 s) for each level',
    unit: '×',
    wanted: 1.05,
    measure: async () => mean(measured().map(({ taken, bound }) => taken / bound)),
  },
  {
    what: 'the same: worst',
    against: 'the same',
    unit: '×',
    wanted: 1.05,
    measure: async () => Math.max(...measured().map(({ taken, bound }) => taken / bound)),
  },
  {
    what: 'the same: mean',
    against: 'the bare critical path',
    unit: '×',
    wanted: null,
    measure: async () => mean(measured().map(({ taken, criticalPath }) => taken / criticalPath)),
  },
];
