import type { Json } from './ledger.js';
import type { Attempted } from './releases.js';

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** How a build is started in its own repository. */
export type Trigger =
  | {
      readonly kind: 'workflow';
      /** File name below `.github/workflows`: `build.yml`. */
      readonly workflow: string;
      /** A branch or tag, never a commit. */
      readonly ref: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'event'; readonly type: string; readonly payload: Readonly<Record<string, Json>> };

/** A workflow run that was recognised as ours. */
export interface WorkflowRun {
  readonly repository: RepositoryName;
  readonly id: number;
  /** For GraphQL; `null` where nobody has told it yet. */
  readonly nodeId: string | null;
  readonly url: string;
}

/** By what a run is recognised: all of it together, exactly once. A title alone can be chosen by a stranger. */
export interface RunSearch {
  readonly repository: RepositoryName;
  readonly event: 'workflow_dispatch' | 'repository_dispatch';
  /** File name; `null`: whichever listens. */
  readonly workflow: string | null;
  /** Stands in the run's title as a word of its own; `null` of a workflow that does not know us, whose runs the caller has to tell apart. */
  readonly marker: string | null;
  /** Milliseconds since 1970, by GitHub's clock: earlier runs are not ours. */
  readonly since: number;
  /** Who sent the dispatch, where that is known. */
  readonly actor: string | null;
}

/** `waiting` is for an approval, `queued` for a runner. */
export type RunStage = 'queued' | 'waiting' | 'building' | 'completed';

/** How a run stands, by REST: what counts. */
export interface RunStanding {
  readonly run: WorkflowRun;
  readonly stage: RunStage;
  /** From 1; a rerun raises it. */
  readonly attempt: number;
  /** GitHub's word; `null` until it has ended. An unknown word is no success. */
  readonly conclusion: string | null;
  /** Milliseconds since 1970; `null` where GitHub does not tell. */
  readonly startedAt: number | null;
  readonly updatedAt: number;
}

/** What is left of an hourly limit for looking at live runs. */
export interface LookBudget {
  /** Requests an hour, and those of them that are left. */
  readonly limit: number;
  readonly remaining: number;
  /** When it is whole again: milliseconds since 1970, by our clock. */
  readonly resetAt: number;
  /** What one look takes of it. */
  readonly cost: number;
}

/** Workflow runs in the repositories of components. */
export interface WorkflowRuns {
  /** Sent once. `done` with `null`: accepted, and the run is not told: it has to be looked for. */
  start(repository: RepositoryName, trigger: Trigger): Promise<Attempted<WorkflowRun | null>>;
  /** Every run that matches: none, one, or more, which is an error of the caller's to tell. */
  find(search: RunSearch): Promise<readonly WorkflowRun[]>;
  /** The stages of live runs as cheaply as can be: one query for a hundred of them. A run that is missing in the answer could not be seen. */
  glance(runs: readonly WorkflowRun[]): Promise<ReadonlyMap<number, RunStage>>;
  /** Each limit that a glance at these runs takes from, as far as GitHub has told. */
  budgets(runs: readonly WorkflowRun[]): readonly LookBudget[];
  standing(run: WorkflowRun): Promise<RunStanding>;
  /** Harmless where the run has ended. */
  cancel(run: WorkflowRun): Promise<void>;
  /** Failed jobs and what follows them, under the next attempt of the same run. */
  rerunFailed(run: WorkflowRun): Promise<Attempted<null>>;
  /** The login that dispatches to this repository are sent by, for `RunSearch`; `null` where GitHub does not tell. */
  sender(repository: RepositoryName): Promise<string | null>;
  /** GitHub's clock, as of its last answer; milliseconds since 1970, 0 before the first. */
  serverTime(): number;
}
