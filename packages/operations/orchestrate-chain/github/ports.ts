import type {
  ArtifactSink,
  ArtifactStore,
  Clock,
  DownloadLimits,
  Ledger,
  Machine,
  Rehearsal,
  ReleaseFiles,
  ReleaseFolder,
  Releases,
  RemoteRepositories,
  RunArtifacts,
  Sources,
  WorkflowRuns,
} from '../../ports/index.js';

/** What a chain that GitHub builds needs of the world. */
export interface GithubPorts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** `self` is the job that drives the chain, or this process. */
  readonly machine: Machine;
  readonly repositories: RemoteRepositories;
  readonly sources: Sources;
  readonly runs: WorkflowRuns;
  readonly artifacts: RunArtifacts;
  readonly store: ArtifactStore & ArtifactSink;
  readonly limits: DownloadLimits;
  readonly folder: ReleaseFolder;
  /** Of the repository that is released to. */
  readonly releases: Releases;
  /** For dry runs: what the others would send. */
  readonly rehearse: () => Rehearsal;
  readonly files: Pick<ReleaseFiles, 'isUnchanged' | 'hold'>;
}
