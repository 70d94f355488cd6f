import type { Json } from './ledger.js';
import type { Releases } from './releases.js';
import type { RemoteRepositories } from './remote-repositories.js';
import type { WorkflowRuns } from './workflow-runs.js';

/** A request that changes something. */
export interface PlannedRequest {
  readonly method: string;
  /** From `/repos/` on, with its query. */
  readonly path: string;
  /** `null` for none, and for bytes of a file. */
  readonly body: Json;
}

/**
 * The writes of other ports, which go nowhere here: they are written down as the very requests that they would be. The ids in
 * their answers are made up, each is another one.
 */
export interface Rehearsal {
  readonly runs: Pick<WorkflowRuns, 'start' | 'rerunFailed' | 'cancel'>;
  readonly releases: Omit<Releases, 'withTag' | 'assets'>;
  readonly repositories: Pick<RemoteRepositories, 'createTag'>;
  /** So far, in order. */
  readonly requests: () => readonly PlannedRequest[];
}
