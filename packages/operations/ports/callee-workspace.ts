import type { Artifact } from '@slipway/domain';
import type { RemoteCommit } from './remote-repositories.js';
import type { ArtifactSink } from './run-artifacts.js';

/** Files that a build made, copied to where nothing changes them any more. */
export type Staged =
  | { readonly status: 'staged'; readonly files: readonly Artifact[] }
  /** One sentence, lower case, no full stop. */
  | { readonly status: 'refused'; readonly what: string };

/** Where a component's own workflow builds: its checkout, and folders of ours that last as long as the job. */
export interface CalleeWorkspace {
  /** Absolute paths that the build is told. */
  readonly upstreams: string;
  readonly cache: string;
  /** Absolute path of what is delivered. */
  readonly delivery: string;
  /** The commit that is checked out; `null` outside git, and before the first commit. */
  head(): Promise<RemoteCommit | null>;
  /** Forgets what an earlier fetch of this job has left. */
  clear(): Promise<void>;
  /** Keeps files in the upstream's folder; `binaries` are base names. */
  upstream(component: string, binaries: readonly string[]): ArtifactSink;
  /** A text for whoever comes later in this job. */
  note(text: string): Promise<void>;
  /** `null` where nothing was noted. */
  noted(): Promise<string | null>;
  /** Copies the checkout's files that match into `delivery`, where nothing else is then. Links out and patterns without a match are refused. */
  stage(patterns: readonly string[]): Promise<Staged>;
  /** Adds a file to `delivery`. */
  add(name: string, text: string): Promise<void>;
}
