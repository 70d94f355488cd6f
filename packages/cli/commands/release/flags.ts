import type { ManifestFlags } from '../../flags.js';

export interface ReleaseFlags extends ManifestFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly maxParallel?: number;
  readonly onFailure?: 'keep-going' | 'fail-fast';
  readonly tag?: string;
  readonly restart?: true;
  readonly prerelease: 'auto' | 'true' | 'false';
  readonly appId?: string;
  /** Milliseconds, as the other two. */
  readonly queueTimeout: number;
  readonly runTimeout: number;
  readonly timeout: number;
  readonly repository?: string;
  readonly releaseRepository?: string;
  readonly notes: string;
  readonly publishEnvironment: string;
  readonly unattended?: true;
  readonly tagComponents?: true;
  readonly ledger: string;
  readonly orchestrator: string;
  readonly fallbackWorkflow?: string;
  readonly out: string;
  readonly dryRun?: true;
  readonly takeOver?: true;
}
