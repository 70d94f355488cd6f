import type { Digest, Finding } from '@slipway/domain';

/** One file of a release. */
export interface ReleaseFile {
  /** Relative to the folder, `/` between its parts. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** What stands at a path that is said to be a release. */
export type ReleaseMaterial =
  | {
      readonly kind: 'folder';
      /** The folder that the files are in: of a release folder its `assets`; absolute. */
      readonly root: string;
      /** All but `SHA256SUMS`, hashed. */
      readonly files: readonly ReleaseFile[];
      /** The text of its `SHA256SUMS`; `null` where there is none. */
      readonly checksums: string | null;
    }
  | { readonly kind: 'text'; readonly text: string };

/** One entry of an archive, with all that two archives may differ in. */
export interface ArchiveEntry {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'link' | 'symlink' | 'other';
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
  /** The twelve bits of permissions; `null` where the archive keeps none. */
  readonly mode: number | null;
  /** Milliseconds since 1970, UTC; NaN where the archive holds no valid time. */
  readonly time: number;
  /** User and group, as far as the archive tells. */
  readonly owner: string;
  /** Where a link leads; empty for all else. */
  readonly target: string;
}

export type ArchiveContents =
  | { readonly status: 'read'; readonly entries: readonly ArchiveEntry[] }
  | { readonly status: 'unreadable'; readonly finding: Finding };

/** Releases as they stand on a disk. */
export interface ReleaseReader {
  /** Throws for a path where no release can be. */
  read(path: string): Promise<ReleaseMaterial>;
  /** What is in the archive `name`, a file of the folder `root`, in its order; `null` for a file that is no archive by its name. */
  open(root: string, name: string): Promise<ArchiveContents | null>;
}
