import type { Artifact, Digest } from '@slipway/domain';
import type {
  BuildFailure,
  BuildProcess,
  Delivery,
  Owner,
  RemoteProcess,
  ResolvedSource,
  RunStage,
} from '../../ports/index.js';
import type { AttemptRules, Component, OnFailure } from '../manifest/manifest.js';

/**
 * One execution of a plan: all there is to know about it, as one JSON document. The first part is frozen when the run
 * begins and is never looked up again; the second part is what `step` changes.
 */
export interface ChainRun {
  readonly schema: 1;
  /** `<set>.<n>`. */
  readonly id: string;
  readonly set: string;
  /** Of the manifest and the options that decide what is built: a run is continued only by the same. */
  readonly inputs: Digest;
  /** `only` or `skip` left something out: artifacts, but no release. */
  readonly partial: boolean;
  /** Whether earlier builds may stand in for new ones. */
  readonly reuse: 'any' | 'none';
  /** Where it is built; absent on a machine. */
  readonly builder?: 'github';
  /** What else was wanted when it began, so that whoever goes on with it wants the same. */
  readonly asked?: Asked;
  readonly components: readonly ChainComponent[];

  /** Who writes this document; `null` once nobody has to. */
  readonly owner: Owner | null;
  /** Raised by each new owner. */
  readonly epoch: number;
  readonly policy: Policy;
  readonly startedAt: number;
  /** The last tick: milliseconds since 1970. */
  readonly now: number;
  readonly phase: Phase;
  /** How many commands from outside it has followed. */
  readonly answered: number;
  /** What its owner or a command wants of it. */
  readonly intent: Intent;
  /** One for each component, in the same place. */
  readonly builds: readonly Build[];
  /** Places of components that may start, the first to start first. */
  readonly queue: readonly number[];
}

export interface Asked {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Absent where no release was wanted. */
  readonly prerelease?: 'auto' | 'true' | 'false';
}

export interface Policy {
  readonly maxParallel: number;
  readonly onFailure: OnFailure;
}

/** A component as it was resolved when the run began. */
export interface ChainComponent {
  readonly component: Component;
  readonly source: ResolvedSource;
  /** The heaviest path from here to the end: the heavier, the sooner it starts. */
  readonly remaining: number;
  /** Milliseconds its last build took; `null` where there was none. */
  readonly expected: number | null;
}

/** `building` and `releasing` go on by themselves; in every other phase the run is at rest, though builds may go on in one that is `continuing`. */
export type Phase =
  'building' | 'releasing' | 'paused' | 'interrupted' | 'continuing' | 'released' | 'built' | 'failed' | 'cancelled';

/** `interrupt` is a person's Ctrl-C: builds are ended and begun again by whoever continues the run. */
export type Intent = 'go' | 'pause' | 'interrupt' | 'cancel';

/** Why a running build is being ended. */
export type StopReason = 'timeout' | 'interrupted' | 'cancelled';

/** Attempts are numbered from 1 and never reused; `failures` counts those that used up one of the allowed attempts. */
interface Attempts {
  readonly attempt: number;
  readonly failures: number;
  /** The workflow run of the last attempt that has ended, where it had one. */
  readonly ran?: RemoteProcess;
}

/** What a build keeps whatever becomes of it. */
export const attemptsOf = ({ attempt, failures, ran }: Attempts): Attempts => ({
  attempt,
  failures,
  ...(ran && { ran }),
});

export type Build =
  | ({
      readonly status: 'waiting';
      /** Its failed jobs are done again, under the next attempt. */
      readonly rerun?: RemoteProcess;
    } & Attempts)
  | ({
      readonly status: 'running';
      readonly startedAt: number;
      /** Known a moment after the start. */
      readonly process: BuildProcess | null;
      readonly stopping: StopReason | null;
    } & Attempts)
  | ({
      readonly status: 'succeeded';
      readonly startedAt: number;
      readonly endedAt: number;
      /** The artifacts of an earlier run were taken. */
      readonly reused: boolean;
      readonly artifacts: readonly Artifact[];
      readonly delivery?: Delivery;
    } & Attempts)
  | ({
      readonly status: 'failed';
      readonly startedAt: number;
      readonly endedAt: number;
      readonly failure: BuildFailure;
    } & Attempts)
  /** Will not be built, because a component failed that it requires (or, with fail-fast, any component). */
  | ({ readonly status: 'skipped'; readonly because: string } & Attempts)
  | ({ readonly status: 'cancelled' } & Attempts);

/** Where the workflow run of a running build stands; `null` for a process on a machine, and as long as none is known. */
export const stageOf = (build: Build | undefined): RunStage | null =>
  build?.status === 'running' && build.process && 'marker' in build.process ? build.process.stage : null;

export const isAtRest = ({ phase }: ChainRun): boolean => phase !== 'building' && phase !== 'releasing';

/** Something of it is left to do, and whoever takes it over can do it. */
export const isUnfinished = (run: ChainRun): boolean =>
  !isAtRest(run) || run.phase === 'paused' || run.phase === 'interrupted' || run.phase === 'continuing';

/** How often and how long the component at `at` may be tried. Of builds on GitHub the builder counts the time, as waiting for a runner is no building. */
export function rulesOf({ builder, components }: ChainRun, at: number): AttemptRules | undefined {
  const component = components[at]?.component;
  const remote = component?.remote;
  return builder === 'github' ? remote && { ...remote, timeout: Infinity } : component?.build;
}

export const markerOf = (run: ChainRun, component: string, attempt: number): string =>
  `${run.id}/${component}/${attempt}`;
