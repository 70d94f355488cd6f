import type { Artifact } from '@slipway/domain';
import type { BuildFailure, BuildProcess, Owner } from '../../ports/index.js';
import type { Policy, StopReason } from './state.js';

interface OfAttempt {
  readonly component: string;
  readonly attempt: number;
}

/** All that can happen to a chain run. What reports on an attempt that is not the running one changes nothing. */
export type ChainEvent =
  /** The clock: milliseconds since 1970. */
  | { readonly type: 'tick'; readonly now: number }
  | ({ readonly type: 'started'; readonly process: BuildProcess } & OfAttempt)
  | ({ readonly type: 'succeeded'; readonly artifacts: readonly Artifact[]; readonly reused: boolean } & OfAttempt)
  | ({ readonly type: 'failed'; readonly failure: BuildFailure } & OfAttempt)
  /** The release folder is there. */
  | { readonly type: 'released' }
  | { readonly type: 'release-refused' }
  /** A new owner goes on; builds of the former one have been ended. */
  | { readonly type: 'taken-over'; readonly owner: Owner; readonly policy: Policy; readonly now: number }
  | { readonly type: 'pause' | 'resume' | 'retry' | 'cancel' | 'interrupt' };

/** What the world is to do next. Results come back as events. */
export type Effect =
  | ({ readonly type: 'dispatch'; readonly marker: string } & OfAttempt)
  | ({ readonly type: 'cancel-run'; readonly reason: StopReason } & OfAttempt)
  | { readonly type: 'release' };

export interface Step<State> {
  readonly state: State;
  readonly effects: readonly Effect[];
}
