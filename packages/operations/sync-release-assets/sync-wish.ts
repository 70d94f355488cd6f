import type { ArchiveWish } from './archive.js';
import type { EntitlementFacts } from './entitlement/decide.js';
import type { WorkOrderNames } from './entitlement/work-order-tag.js';
import type { ReleaseWish } from './wish.js';

/** A whole sync: who is entitled, which files, which release. */
export interface SyncWish {
  /** Without a tag it is the work order's. */
  readonly release: Omit<ReleaseWish, 'tag' | 'archive'> & { readonly tag?: string };
  /** `null`: the files as they are. */
  readonly archive: ArchiveWish | null;
  readonly entitlement: EntitlementFacts;
  /** For the tag, before what the documents say. */
  readonly names?: WorkOrderNames;
  /** A dry run reads everything and writes nothing to the release. */
  readonly mode: 'sync' | 'dry-run';
}
