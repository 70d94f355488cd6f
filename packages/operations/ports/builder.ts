import type { Artifact, Digest, Finding } from '@slipway/domain';
import type { Component } from '../orchestrate-chain/manifest/manifest.js';
import type { ResolvedSource } from './sources.js';
import type { RepositoryName, RunStage, WorkflowRun } from './workflow-runs.js';

/** One attempt to build one component. */
export interface BuildOrder {
  readonly component: Component;
  readonly source: ResolvedSource;
  readonly set: string;
  /** From 1. */
  readonly attempt: number;
  /** `<run id>/<component>/<attempt>`: names the attempt wherever it leaves a trace. */
  readonly marker: string;
  /** Milliseconds that its last build took, where that is known. */
  readonly expected?: number | null;
  /** All that it requires, transitively, with what their builds made; sorted by name. */
  readonly upstreams: readonly Upstream[];
}

export interface Upstream {
  readonly component: string;
  readonly version: string;
  readonly artifacts: readonly Artifact[];
  /** Base names of artifacts that can be executed. */
  readonly binaries: readonly string[];
  /** Where they stand on GitHub; absent where a machine built them, or a repository without the callee contract. */
  readonly delivery?: Delivery;
}

/** The artifact of a workflow run that a build's files came in. */
export interface Delivery {
  readonly repository: RepositoryName;
  readonly run: number;
  readonly artifact: number;
  /** Of the artifact as GitHub keeps it. */
  readonly digest: Digest;
}

/** The process that builds: enough to know it again after a crash, even where the number was given out anew. */
export interface LocalProcess {
  readonly pid: number;
  /** As the system tells it; opaque, only compared. */
  readonly started: string;
}

/** The workflow run that builds. */
export interface RemoteProcess extends WorkflowRun {
  /** Of the dispatch that started it, which its reruns keep. */
  readonly marker: string;
  /** GitHub's number of the try that is meant, from 1. */
  readonly attempt: number;
  readonly stage: RunStage;
  /** In GitHub's words; `null` or absent as long as it has not told one. */
  readonly conclusion?: string | null;
}

export type BuildProcess = LocalProcess | RemoteProcess;

export type BuildFailure = {
  /**
   * `infrastructure`: could not start, killed from outside, disk full. `timeout` is an infrastructure failure no more than a slow build is.
   * `unstarted`: GitHub refused to start it.
   */
  readonly kind: 'infrastructure' | 'build' | 'timeout' | 'stopped' | 'unstarted';
  /** One sentence, lower case, no full stop: `exit code 2`. */
  readonly what: string;
  /** Where to read more, a path or an address; empty where there is nothing. */
  readonly log: string;
  /** The log's last lines, at most 20. */
  readonly tail: readonly string[];
};

export type BuildOutcome =
  | { readonly status: 'succeeded'; readonly artifacts: readonly Artifact[]; readonly delivery?: Delivery }
  | { readonly status: 'failed'; readonly failure: BuildFailure };

export interface BuildControl {
  /**
   * Called once the process is there, before it may begin: it begins when the promise resolves. Of a workflow run, which begins by
   * itself, called again whenever its attempt or stage is another.
   */
  started(process: BuildProcess): Promise<void>;
  /**
   * Aborted with a reason of `timeout`, `interrupted` or `cancelled`: end the whole process group, politely first. With `left`: look no
   * more after what goes on by itself.
   */
  readonly signal: AbortSignal;
}

/** Where builds happen. Never rejects for a build that failed: that is an outcome. */
export interface Builder {
  build(order: BuildOrder, control: BuildControl): Promise<BuildOutcome>;
  /** Makes what the build will find, before its turn, while others run. Nothing of its command runs. */
  prepare?(order: BuildOrder): PreparedBuild;
  /** Takes up an attempt that was begun before, where builds outlive their owner; without a process it may never have begun. */
  resume?(order: BuildOrder, begun: BegunBuild, control: BuildControl): Promise<BuildOutcome>;
  /** Resolves once all is tidied up that builds have no use for any more: others may build here only after that. */
  tidied?(): Promise<void>;
  /** What people should know of how it built, once that is over. */
  notices?(): readonly Finding[];
}

/** Is built or dropped, once. */
export interface PreparedBuild {
  /** The process that waits for its turn; `null` as long as there is none, and once it has ended. */
  process(): BuildProcess | null;
  /** As `Builder.build`, which it falls back to where something could not be prepared. */
  build(control: BuildControl): Promise<BuildOutcome>;
  /** Ends what was prepared, for a build that will not begin, and lets it be tidied up. */
  drop(): Promise<void>;
}

export interface BegunBuild {
  readonly process: BuildProcess | null;
  /** When it was dispatched, by our clock; milliseconds since 1970. */
  readonly startedAt: number;
}
