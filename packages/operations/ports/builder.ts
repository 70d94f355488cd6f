import type { Artifact } from '@slipway/domain';
import type { Component } from '../orchestrate-chain/manifest/manifest.js';
import type { ResolvedSource } from './sources.js';

/** One attempt to build one component. */
export interface BuildOrder {
  readonly component: Component;
  readonly source: ResolvedSource;
  readonly set: string;
  /** From 1. */
  readonly attempt: number;
  /** `<run id>/<component>/<attempt>`: names the attempt wherever it leaves a trace. */
  readonly marker: string;
  /** All that it requires, transitively, with what their builds made; sorted by name. */
  readonly upstreams: readonly Upstream[];
}

export interface Upstream {
  readonly component: string;
  readonly version: string;
  readonly artifacts: readonly Artifact[];
  /** Base names of artifacts that can be executed. */
  readonly binaries: readonly string[];
}

/** The process that builds: enough to know it again after a crash, even where the number was given out anew. */
export interface BuildProcess {
  readonly pid: number;
  /** As the system tells it; opaque, only compared. */
  readonly started: string;
}

export type BuildFailure = {
  /** `infrastructure`: could not start, killed from outside, disk full. `timeout` is an infrastructure failure no more than a slow build is. */
  readonly kind: 'infrastructure' | 'build' | 'timeout' | 'stopped';
  /** One sentence, lower case, no full stop: `exit code 2`. */
  readonly what: string;
  /** Where to read more, a path or an address; empty where there is nothing. */
  readonly log: string;
  /** The log's last lines, at most 20. */
  readonly tail: readonly string[];
};

export type BuildOutcome =
  | { readonly status: 'succeeded'; readonly artifacts: readonly Artifact[] }
  | { readonly status: 'failed'; readonly failure: BuildFailure };

export interface BuildControl {
  /** Called once the process is there, before it may begin: it begins when the promise resolves. */
  started(process: BuildProcess): Promise<void>;
  /** Aborted with a reason of `timeout`, `interrupted` or `cancelled`: end the whole process group, politely first. */
  readonly signal: AbortSignal;
}

/** Where builds happen. Never rejects for a build that failed: that is an outcome. */
export interface Builder {
  build(order: BuildOrder, control: BuildControl): Promise<BuildOutcome>;
}
