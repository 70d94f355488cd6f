import type { Digest, Finding } from '@slipway/domain';
import type { ArchiveEntry } from '../ports/index.js';

/** The two releases that are compared, called as on the command line. */
export type Side = 'a' | 'b';

/** `damaged`: alike, but a file has not the bytes that the release's own SHA256SUMS tells. */
export type ComparisonOutcome = 'same' | 'different' | 'damaged';

export interface ComparisonReport {
  readonly schema: 1;
  readonly outcome: ComparisonOutcome;
  readonly a: ReleaseSummary;
  readonly b: ReleaseSummary;
  /** One for each name, sorted by bytes. */
  readonly files: readonly FileComparison[];
  readonly findings: readonly Finding[];
}

export interface ReleaseSummary {
  /** As it was given. */
  readonly name: string;
  readonly kind: 'folder' | 'checksums' | 'record';
  readonly files: number;
}

/** What is known of a file; the size in bytes is not known from a SHA256SUMS. */
export interface FileFacts {
  readonly size: number | null;
  readonly digest: Digest;
}

export type FileComparison =
  | ({ readonly status: 'same'; readonly name: string } & FileFacts)
  | ({ readonly status: 'missing'; readonly name: string; readonly in: Side } & FileFacts)
  | DifferentFile;

export interface DifferentFile {
  readonly status: 'different';
  readonly name: string;
  readonly a: FileFacts;
  readonly b: FileFacts;
  /** `null` for a file that is no archive, and where not both sides have its bytes. */
  readonly archive: ArchiveComparison | null;
}

/** All empty: the archives hold the same, and differ in how it is packed. */
export interface ArchiveComparison {
  readonly members: readonly MemberComparison[];
  /** Where the members that both have stop being in one order; `null` where they are. */
  readonly order: { readonly a: string; readonly b: string } | null;
}

export type Aspect = 'content' | 'type' | 'mode' | 'time' | 'owner' | 'target';

export type MemberComparison =
  | { readonly status: 'missing'; readonly path: string; readonly in: Side; readonly entry: MemberFacts }
  | {
      readonly status: 'different';
      readonly path: string;
      /** Never empty. */
      readonly aspects: readonly Aspect[];
      readonly a: MemberFacts;
      readonly b: MemberFacts;
    };

export interface MemberFacts extends Omit<ArchiveEntry, 'path' | 'mode' | 'time'> {
  /** Octal: `0644`; `null` where the archive keeps none. */
  readonly mode: string | null;
  /** ISO 8601, UTC; `null` where the archive holds no valid time. */
  readonly time: string | null;
}
