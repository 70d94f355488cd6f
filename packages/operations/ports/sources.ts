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
      /** The commit's time, seconds since 1970: `SOURCE_DATE_EPOCH`. */
      readonly time: number;
    }
  | {
      readonly kind: 'working-copy';
      /** Absolute path of the folder that is built as it stands. */
      readonly folder: string;
      /** The commit that is checked out there; `null` outside git. */
      readonly commit: string | null;
      /** That commit's time, else 0, seconds since 1970. */
      readonly time: number;
    };

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
