import type { Digest } from '@slipway/domain';
import type { LocalFile } from '../ports/index.js';

/** The one release that is wanted, and how it ends. */
export interface ReleaseWish {
  readonly tag: string;
  /** What is left out stays as it is on a release that is there; a new one has the tag as its title, and no notes. */
  readonly title?: string;
  readonly notes?: string;
  /** Branch or commit that the tag is made at where it is not there yet. */
  readonly target?: string;
  readonly prerelease?: boolean;
  /** As GitHub's `make_latest`. */
  readonly latest: 'true' | 'false' | 'legacy';
  /** A release that is public already stays public. */
  readonly end: 'public' | 'draft';
  /**
   * Assets of the same name: `skip-identical` replaces those with other bytes, `replace` those with the same bytes too, and `fail`
   * refuses those with other bytes.
   */
  readonly ifExists: 'skip-identical' | 'replace' | 'fail';
  /** Name of the list of checksums; `null` for none. */
  readonly checksums: string | null;
  /** Whose release it has to be (a chain run's id), where that matters; `null`: whoever made it. */
  readonly owner: string | null;
  /** What the archive was made of, to be remembered; `null` without an archive. */
  readonly archive: ArchiveRecord | null;
}

/** What is remembered of an archive, so that it is not made again of the same files. */
export interface ArchiveRecord {
  /** As GitHub keeps it. */
  readonly name: string;
  /** Of the names, modes and digests of all that is in it, and of how it was packed. */
  readonly inputs: Digest;
  readonly size: number;
  readonly digest: Digest;
}

/** A file as it is wanted: `path` is `null` where only its digest is known, and then it can only be there already. */
export type WantedFile = Omit<LocalFile, 'path'> & { readonly path: string | null };
