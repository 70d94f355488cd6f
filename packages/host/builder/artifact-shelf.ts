import type { Artifact } from '@slipway/domain';

/** What the builder needs of the artifact store. */
export interface ArtifactShelf {
  /** Takes in the files at `paths`, relative to `root`. */
  add(root: string, paths: readonly string[]): Promise<readonly Artifact[]>;
  /** Copies the artifacts into the folder, under their paths. */
  placeIn(folder: string, artifacts: readonly Artifact[]): Promise<void>;
}
