import type { Digest, Finding } from '@slipway/domain';
import type { LocalFile } from './releases.js';

/** A file that was chosen to be released, hashed. */
export interface ChosenFile {
  /** Relative to the root, `/` between its parts: its name in an archive. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly mode: 0o755 | 0o644;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

export interface ChosenFiles {
  /** Sorted by the bytes of their paths. */
  readonly files: readonly ChosenFile[];
  /** What was left out though it matched, and patterns that match nothing. */
  readonly findings: readonly Finding[];
}

/** Where an archive is put that stays on this machine. */
export interface ArchivePlace {
  /** Absolute. */
  readonly path: string;
  /** Of the file that stands there; `null` where none does. */
  standing(): Promise<Digest | null>;
  /** The file appears there, in place of what was. */
  put(file: LocalFile): Promise<void>;
}

/** The files that were asked for, and what is made of them on the way to a release. */
export interface ReleaseFiles {
  /**
   * Throws, with all findings, where a file may not be taken: a link out of the root, no file at all of that name. An archive that is to
   * be made of them is named here, so that a name without a format is told before anything is read. `whenFound` is called where there
   * are any, and nothing is wrong with them, before they are hashed.
   */
  choose(archive?: string, whenFound?: () => void): Promise<ChosenFiles>;
  /** One archive of them, its format told by its name; the same files and time (seconds since 1970) make the same bytes. */
  archive(name: string, files: readonly ChosenFile[], time: number): Promise<LocalFile>;
  /** Whether the file is still the one that was hashed or made here, as far as that shows without reading it. */
  isUnchanged(file: LocalFile): Promise<boolean>;
  /** Puts a text where it can be uploaded from; resolves with the path. */
  hold(text: string): Promise<string>;
  /** Removes what was made on the way. */
  discard(): Promise<void>;
}
