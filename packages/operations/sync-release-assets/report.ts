import type { Digest, Finding } from '@slipway/domain';
import type { EntitlementDecision } from './entitlement/decide.js';

export type SkippedReason =
  'disabled' | 'not-entitled' | 'not-completed' | 'no-credentials' | 'nothing-to-sync' | 'unchanged';

/** `planned`: a dry run. `refused`: nothing was written. `failed`: the same again goes on where it stopped. */
export type SyncOutcome = 'synced' | 'skipped' | 'planned' | 'refused' | 'failed';

export interface SyncReport {
  readonly schema: 1;
  readonly outcome: SyncOutcome;
  /** Whether anything was, or was begun to be, written to the release. */
  readonly ran: boolean;
  /** `null` where it was not skipped. */
  readonly skippedReason: SkippedReason | null;
  /** `null` where none was given and none could be made. */
  readonly tag: string | null;
  /** `null` as long as there is none. */
  readonly release: ReportedRelease | null;
  /** In the order of the files, the list of checksums last. */
  readonly assets: readonly ReportedAsset[];
  /** The archive, or the only asset beside the list of checksums; `null` where there are more. */
  readonly asset: ReportedAsset | null;
  readonly checksums: { readonly name: string; readonly text: string } | null;
  readonly entitlement: EntitlementDecision;
  readonly findings: readonly Finding[];
}

export interface ReportedRelease {
  readonly id: number;
  readonly url: string;
  readonly state: 'draft' | 'public';
}

export interface ReportedAsset {
  /** As GitHub keeps it. */
  readonly name: string;
  /** As the file is called here. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
  /** `null` as long as it is not there. */
  readonly url: string | null;
  /** What was done, or in a dry run would be. */
  readonly action: 'skip' | 'upload' | 'replace';
}
