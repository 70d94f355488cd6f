import type { Artifact } from '@slipway/domain';

/** The bytes of what builds made, by digest. Builders put them there, release folders take them out. */
export interface ArtifactStore {
  /** Whether every artifact is there with the bytes of its digest: read, not believed. */
  holds(artifacts: readonly Artifact[]): Promise<boolean>;
}
