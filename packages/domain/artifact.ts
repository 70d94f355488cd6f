import type { Digest } from './digest.js';

/** One file that a build made. */
export interface Artifact {
  /** Relative to the checkout, `/` between its parts, never leaving it. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/**
 * The mode of an artifact: the manifest's word, never the disk's, as a checkout on another file system may have lost it.
 * `binaries` are base names.
 */
export const modeOf = (path: string, binaries: readonly string[]): 0o755 | 0o644 =>
  binaries.includes(baseName(path)) ? 0o755 : 0o644;

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
