import type { Artifact } from '@slipway/domain';
import type { ReleaseFile } from './release-reader.js';

/** The artifacts of one component, as they are laid into its folder. */
export interface CollectedArtifacts {
  readonly component: string;
  readonly artifacts: readonly Artifact[];
  /** Base names of artifacts that can be executed. */
  readonly binaries: readonly string[];
}

/** A folder into which artifacts are collected: `<path>/<component>/<artifact>`, and their SHA256SUMS. */
export interface CollectionFolder {
  /** Absolute path. */
  readonly path: string;
  /** `free`: nothing is there, or an empty folder. `equal`: just these files, with these bytes. */
  compare(wanted: readonly ReleaseFile[]): Promise<'free' | 'equal' | 'other'>;
  /**
   * The folder appears, whole, by one rename; what has not the bytes of its digest throws before anything changes. To `replace`
   * moves aside what is there, and resolves with its new name; `null` where nothing was.
   */
  make(
    collected: readonly CollectedArtifacts[],
    checksums: string,
    existing: 'refuse' | 'replace',
  ): Promise<string | null>;
}
