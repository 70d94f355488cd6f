import type { Digest, Finding } from '@slipway/domain';
import type { Asset, NewRelease, Release } from '../../ports/index.js';

/** What is uploaded, under the name that GitHub keeps. */
export interface PlannedFile {
  readonly name: string;
  /** As the file is called here, where that differs. */
  readonly given: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
  readonly content:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'text'; readonly text: string }
    /** Its bytes are not at hand: it can only be skipped. */
    | { readonly kind: 'recorded' };
}

/** An upload goes `under` a temporary name where the public could see it unfinished, or where the name is still taken. */
export interface Upload {
  readonly file: PlannedFile;
  readonly under: string;
  /** An earlier try brought it there, whole. */
  readonly staged: Asset | null;
}

export type AssetStep =
  | { readonly action: 'skip'; readonly file: PlannedFile; readonly asset: Asset }
  | ({ readonly action: 'upload' } & Upload)
  | ({ readonly action: 'replace'; readonly asset: Asset } & Upload);

export type ReleaseStep =
  | { readonly action: 'create'; readonly release: NewRelease }
  | { readonly action: 'keep'; readonly release: Release }
  | {
      readonly action: 'change';
      readonly release: Release;
      readonly changes: Partial<Omit<NewRelease, 'tag'>>;
    };

/** All that will be done to one release, as data. Nothing of it has begun. */
export interface SyncPlan {
  readonly tag: string;
  readonly release: ReleaseStep;
  /** What broken uploads and stopped swaps left. */
  readonly leftovers: readonly Asset[];
  /** Drafts of an earlier run beside the release, with nothing in them that is not here. */
  readonly spare: readonly Release[];
  /** In the order of the files as they were given, the list of checksums last. */
  readonly assets: readonly AssetStep[];
  /** `leave`: it is public already, or stays a draft. */
  readonly finish:
    { readonly action: 'publish'; readonly latest: 'true' | 'false' | 'legacy' } | { readonly action: 'leave' };
  /** The list of checksums as it will stand; `null` for none. */
  readonly checksums: { readonly name: string; readonly text: string } | null;
  /** Warnings and notices: what is refused is no plan. */
  readonly findings: readonly Finding[];
}

export type Planned =
  | { readonly status: 'planned'; readonly plan: SyncPlan }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** Whether the release is already as the plan wants it. */
export const isUnchanged = ({ release, leftovers, spare, assets, finish }: SyncPlan): boolean =>
  release.action === 'keep' &&
  leftovers.length === 0 &&
  spare.length === 0 &&
  assets.every(({ action }) => action === 'skip') &&
  finish.action === 'leave';
