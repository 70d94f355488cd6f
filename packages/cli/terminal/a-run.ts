import type { Build, ChainRun } from '@slipway/operations/orchestrate-chain';

/** A build of some status; a test names the part that it is about. */
export const aBuild = {
  waiting: { status: 'waiting', attempt: 0, failures: 0 },
  running: {
    status: 'running',
    attempt: 1,
    failures: 0,
    startedAt: 1_000,
    process: { pid: 1, started: '1' },
    stopping: null,
  },
  succeeded: {
    status: 'succeeded',
    attempt: 1,
    failures: 0,
    startedAt: 1_000,
    endedAt: 3_000,
    reused: false,
    artifacts: [],
  },
  failed: {
    status: 'failed',
    attempt: 1,
    failures: 1,
    startedAt: 1_000,
    endedAt: 3_000,
    failure: { kind: 'build', what: 'exit code 2', log: '', tail: [] },
  },
  skipped: { status: 'skipped', because: 'a', attempt: 0, failures: 0 },
} as const satisfies Partial<Record<Build['status'], Build>>;

interface Part extends Partial<ChainRun> {
  /** Milliseconds that each component's last build took. */
  readonly expected?: readonly (number | null)[];
  readonly remaining?: readonly number[];
}

/** A run of components called a, b, c, …, one for each build. */
export const aRun = (builds: readonly Build[], { expected = [], remaining = [], ...part }: Part = {}): ChainRun => ({
  schema: 1,
  id: 'set-1.3',
  set: 'set-1',
  inputs: `sha256:${'0'.repeat(64)}`,
  partial: false,
  reuse: 'any',
  answered: 0,
  components: builds.map((_, at) => ({
    component: {
      name: String.fromCodePoint(97 + at),
      version: '1.0.0',
      tag: 'v1.0.0',
      requires: [],
      binaries: [],
    },
    source: { kind: 'commit', repository: '/src', commit: '1'.repeat(40), time: 0 },
    remaining: remaining[at] ?? 1,
    expected: expected[at] ?? null,
  })),
  owner: { host: 'laptop', pid: 7, started: '1' },
  epoch: 1,
  policy: { maxParallel: 2, onFailure: 'keep-going' },
  startedAt: 0,
  now: 0,
  phase: 'building',
  intent: 'go',
  builds,
  queue: [],
  ...part,
});
