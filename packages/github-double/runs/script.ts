import type { NewArtifact } from '../artifacts/artifact.js';
import type { Value } from '../workflows/values.js';
import type { Duration } from './duration.js';

export const jobConclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;
export type JobConclusion = (typeof jobConclusions)[number];

export interface JobScript {
  /** Until a runner takes it. */
  readonly queuedFor?: Duration;
  readonly takes?: Duration;
  readonly conclusion?: JobConclusion;
  /** What jobs that need it read of it; none by default. */
  readonly outputs?: Outputs;
}

export type Outputs = Readonly<Record<string, string>>;

/** How one attempt of a run goes. */
export interface RunScript extends Omit<JobScript, 'conclusion' | 'outputs'> {
  /**
   * By default of its jobs. The jobs that no other needs end so, those before them succeed; a word that no job can end with
   * (`startup_failure`, `stale`, one that GitHub has not invented yet) is the run's alone.
   */
  readonly conclusion?: string;
  /** Of single jobs, by their keys. */
  readonly jobs?: Readonly<Record<string, JobScript>>;
  /** Left behind when it ends, whatever its conclusion. */
  readonly artifacts?: readonly NewArtifact[];
  /** From when on lists tell of the run, after it was made; by its id it is found at once. */
  readonly listedAfter?: Duration;
  /** From a cancellation to the end of jobs that run. */
  readonly cancelledAfter?: Duration;
}

/** What a script may depend on. */
export interface RunFacts {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  /** `owner/name`. */
  readonly repository: string;
  /** `build.yml`. */
  readonly workflow: string;
  readonly event: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** What `github.event` holds. */
  readonly payload: Value;
}

export interface Execution {
  readonly conclusion: JobConclusion;
  /** By key, where jobs ended differently. */
  readonly jobs?: Readonly<Record<string, JobConclusion>>;
  /** Of jobs, by key, as far as they are known. */
  readonly outputs?: Readonly<Record<string, Outputs>>;
}

/** Runs the jobs for real, but for those with the `held` keys, when the first of them has its runner; `signal` is aborted when the run is cancelled. */
export type Execute = (run: RunFacts, signal: AbortSignal, held: readonly string[]) => Promise<Execution>;

/** What nobody scripted. */
export const defaults = {
  queuedFor: '5s',
  takes: '1m',
  cancelledAfter: '5s',
} as const satisfies RunScript;
