import type {
  ArtifactStore,
  Builder,
  Clock,
  Existing,
  Ledger,
  Machine,
  ReleaseFolder,
  Sources,
} from '../ports/index.js';
import type { ChainRun, Policy } from './engine/state.js';
import type { Manifest } from './manifest/manifest.js';
import type { Selection } from './plan/selection.js';
import type { EndOrphan } from './run/recover.js';

export interface ChainPorts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly machine: Machine;
  readonly sources: Sources;
  readonly builder: Builder;
  readonly store: ArtifactStore;
  readonly folder: ReleaseFolder;
  readonly endOrphan: EndOrphan;
  /** Brings what another machine had fetched to this one, before a release is made of it. */
  readonly fetchMissing?: (run: ChainRun) => Promise<void>;
}

export interface BuildWish {
  readonly manifest: Manifest;
  /** The manifest's path as the user wrote it: findings name it. */
  readonly file: string;
  readonly selection: Selection;
  readonly policy: Policy;
  /** A dry run looks at everything and writes nothing. */
  readonly mode: 'build' | 'dry-run';
  /** `none` (`--force`): build everything anew. */
  readonly reuse: 'any' | 'none';
  /** Working copies (`--in-place`): what they make is neither reused nor lent. */
  readonly from: 'commits' | 'working-copies';
  /** What becomes of a release folder that is there and differs. */
  readonly existing: Existing;
  /** Of a run on another host, whose owner cannot be asked. */
  readonly ownership: 'respect' | 'take-over';
}
