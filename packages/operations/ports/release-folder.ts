import type { Artifact, Finding } from '@slipway/domain';

/** One file of an archive. */
export interface ArchiveMember {
  /** Its name inside the archive. */
  readonly path: string;
  readonly mode: 0o755 | 0o644;
  readonly artifact: Artifact;
}

/** A file of `assets/` that has been written. */
export interface WrittenAsset {
  readonly name: string;
  readonly size: number;
  readonly digest: Artifact['digest'];
}

/** A release folder that is being filled, out of sight until `publish`. */
export interface Staging {
  /** Writes `assets/<name>`, a `.tar.gz`; same members, same bytes, anywhere. A member whose bytes do not have its digest throws, as an abort does. */
  archive(name: string, members: readonly ArchiveMember[], time: number, signal?: AbortSignal): Promise<WrittenAsset>;
  /** Writes a text file at `path`, relative to the release folder. */
  write(path: string, text: string): Promise<void>;
  /** The folder appears under its name by one rename. */
  publish(): Promise<void>;
  /** Forgets what was staged. */
  discard(): Promise<void>;
}

/** What becomes of whatever stands in the place of the release folder and differs from it. */
export type Existing = 'refuse' | 'replace';

/** `<out>/<set id>`. */
export interface ReleaseFolder {
  /** Absolute path. */
  readonly path: string;
  /** The text of the SHA256SUMS that is there; `null` where no folder is, `''` where a folder has none. */
  checksums(): Promise<string | null>;
  /**
   * Why no folder can come to be there (a file in the way, no permission), as far as can be seen without writing; else `null`.
   * What would be moved aside is no obstacle.
   */
  obstacle(existing: Existing): Promise<Finding | null>;
  stage(): Promise<Staging>;
  /** Moves what is there aside, to a name that is told; nothing is deleted. */
  moveAside(): Promise<string>;
}
