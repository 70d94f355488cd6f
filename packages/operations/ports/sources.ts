import type { Finding } from '@slipway/domain';
import type { Component } from '../orchestrate-chain/manifest/manifest.js';

/** Where a component's source stands, frozen at the start of a chain run. */
export type ResolvedSource =
  | {
      readonly kind: 'commit';
      /** What git can clone: a path or an address. */
      readonly repository: string;
      /** Forty (or sixty-four) hexadecimal digits. */
      readonly commit: string;
      /** The commit's time, of a part the last commit's that changed it; seconds since 1970: `SOURCE_DATE_EPOCH`. */
      readonly time: number;
      /** Where the component is a folder of a larger repository; absent where it is the whole. */
      readonly part?: SourcePart;
    }
  | {
      readonly kind: 'working-copy';
      /** Absolute path of the folder that is built as it stands. */
      readonly folder: string;
      /** The commit that is checked out there; `null` outside git. */
      readonly commit: string | null;
      /** That commit's time, else 0, seconds since 1970. */
      readonly time: number;
    }
  | {
      /** In no git repository: copied, and built there. Nobody can tell later what it was made of. */
      readonly kind: 'copy';
      /** Absolute path of the folder that is copied. */
      readonly folder: string;
      readonly commit: null;
      readonly time: 0;
    };

/** A folder of a repository, which is checked out whole and built there. */
export interface SourcePart {
  /** Relative to the repository's root, `/` between its parts. */
  readonly folder: string;
  /** Git's id of what is in the folder: equal for all commits that left it alone. */
  readonly tree: string;
}

export type Resolution =
  | { readonly status: 'resolved'; readonly source: ResolvedSource }
  | { readonly status: 'refused'; readonly finding: Finding };

/** What the world must offer about source code. */
export interface Sources {
  /** Pinned commit, else tag, else `ref`: looked up once. A pinned commit that is not there, or a tag that is missing, is a finding. */
  resolve(component: Component): Promise<Resolution>;
  /** Subjects of the commits after `from` up to `source`, newest first; `null` where git cannot tell. */
  changes(source: ResolvedSource, from: string): Promise<readonly string[] | null>;
}
