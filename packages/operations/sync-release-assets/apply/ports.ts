import type { Clock, ReleaseFiles, Releases } from '../../ports/index.js';
import type { PlannedFile } from '../plan/plan.js';

/** What applying a plan needs of the world. */
export interface ApplyPorts {
  readonly releases: Releases;
  readonly clock: Clock;
  readonly files: Pick<ReleaseFiles, 'isUnchanged' | 'hold'>;
  /** Uploads at a time. */
  readonly maxParallel: number;
  readonly told: (event: SyncEvent) => void;
}

/** What happens while a plan is applied, for whoever watches. */
export type SyncEvent =
  /** First of all: what will be uploaded. */
  | { readonly event: 'begun'; readonly files: readonly PlannedFile[] }
  | { readonly event: 'release-created'; readonly url: string }
  | { readonly event: 'uploading' | 'uploaded'; readonly file: PlannedFile }
  /** So many bytes of the file have gone; fewer than before where it is sent again. */
  | { readonly event: 'sent'; readonly file: PlannedFile; readonly bytes: number }
  | { readonly event: 'verified' }
  | { readonly event: 'replaced'; readonly file: PlannedFile }
  | { readonly event: 'published'; readonly url: string };
