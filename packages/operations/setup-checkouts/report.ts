import type { Finding } from '@slipway/domain';

export interface SetupReport {
  readonly schema: 1;
  /** `lacking`: something that a build needs is missing still. */
  readonly outcome: 'ready' | 'lacking';
  readonly set: string;
  readonly checkouts: readonly CheckoutReport[];
  readonly tools: readonly ToolReport[];
  readonly findings: readonly Finding[];
}

export interface CheckoutReport {
  /** Absolute. */
  readonly path: string;
  readonly components: readonly string[];
  /** `left`: as it was, for the reason in `told`; what its remote has was fetched all the same where there is one. */
  readonly status: 'cloned' | 'updated' | 'current' | 'left' | 'failed';
  /** What more there is to say, one clause in lower case; empty where that is nothing. */
  readonly told: string;
}

/** One tool with one range, for all the components that want it so. */
export interface ToolReport {
  readonly tool: string;
  readonly wanted: string;
  readonly found: string | null;
  readonly status: 'fits' | 'missing' | 'other-version';
  readonly components: readonly string[];
}
