import type { Artifact, Finding } from '@slipway/domain';

export interface CollectionReport {
  readonly schema: 1;
  /** `already-collected`: the folder held just that. `refused`: nothing was written. */
  readonly outcome: 'collected' | 'already-collected' | 'refused';
  readonly set: string;
  /** Absolute path. */
  readonly folder: string;
  /** Sorted by name; those that were never built are missing. */
  readonly components: readonly LastBuild[];
  /** Where an older folder was moved to; `null` where none was. */
  readonly movedAside: string | null;
  readonly findings: readonly Finding[];
}

/** The last build of a component that succeeded. */
export interface LastBuild {
  readonly component: string;
  readonly version: string;
  /** `null` for a working copy outside git. */
  readonly commit: string | null;
  /** The run that it belongs to. */
  readonly run: string;
  readonly artifacts: readonly Artifact[];
  /** Base names of artifacts that can be executed. */
  readonly binaries: readonly string[];
}
