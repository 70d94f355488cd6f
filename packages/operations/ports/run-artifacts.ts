import type { Artifact, Digest } from '@slipway/domain';
import type { RepositoryName, WorkflowRun } from './workflow-runs.js';

/** What a workflow run has uploaded. */
export interface RunArtifact {
  readonly repository: RepositoryName;
  readonly run: number;
  readonly id: number;
  readonly name: string;
  /** Bytes, as GitHub keeps it. */
  readonly size: number;
  /** Of what is downloaded, a zip or the single file; `null` where GitHub has none. */
  readonly digest: Digest | null;
  readonly expired: boolean;
  /** Milliseconds since 1970: of two with one name, as reruns make them, the newest counts. */
  readonly createdAt: number;
}

/** Takes files one after the other, hashes them, and keeps them. */
export interface ArtifactSink {
  /** `path` is checked before: relative, inside. A piece of `content` is good until the next one is asked for. Resolves with what was kept. */
  take(path: string, content: AsyncIterable<Uint8Array>): Promise<Artifact>;
}

export interface DownloadLimits {
  /** Bytes that all files together may have, unpacked. */
  readonly mostBytes: number;
  readonly mostFiles: number;
}

/** Artifacts of workflow runs, in whichever repository. */
export interface RunArtifacts {
  /** Newest first, expired ones too. */
  list(run: WorkflowRun): Promise<readonly RunArtifact[]>;
  /**
   * Streams one into the sink: the entries of a zip, or the single file under its own name. Throws where the bytes have not its digest, an
   * entry would leave the folder, or a limit is exceeded.
   */
  download(artifact: RunArtifact, sink: ArtifactSink, limits: DownloadLimits): Promise<readonly Artifact[]>;
}
