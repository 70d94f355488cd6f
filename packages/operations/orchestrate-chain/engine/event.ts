import type { Artifact } from '@slipway/domain';
import type { BuildFailure, BuildProcess, Delivery, Owner, RemoteProcess } from '../../ports/index.js';
import type { Policy, StopReason } from './state.js';

export interface OfAttempt {
  readonly component: string;
  readonly attempt: number;
}

/** All that can happen to a chain run. What reports on an attempt that is not the running one changes nothing. */
export type ChainEvent =
  /** The clock: milliseconds since 1970. */
  | { readonly type: 'tick'; readonly now: number }
  | ({ readonly type: 'started'; readonly process: BuildProcess } & OfAttempt)
  | ({
      readonly type: 'succeeded';
      readonly artifacts: readonly Artifact[];
      readonly reused: boolean;
      readonly delivery?: Delivery;
    } & OfAttempt)
  | ({ readonly type: 'failed'; readonly failure: BuildFailure } & OfAttempt)
  /** The release folder is there. */
  | { readonly type: 'released' }
  | { readonly type: 'release-refused' }
  /** Nothing of the release folder is there: a person's Ctrl-C came first. */
  | { readonly type: 'release-interrupted' }
  | TakeOver
  /** A person's Ctrl-C, or a runner that is told to end. */
  | { readonly type: 'interrupt' }
  /** The owner has to end, and builds go on without it. */
  | { readonly type: 'leave' }
  /** Told from outside, numbered from 1 in the order of the telling. */
  | { readonly type: 'command'; readonly command: Command; readonly number: number };

/** A new owner. */
export interface TakeOver {
  readonly type: 'taken-over';
  readonly owner: Owner;
  readonly policy: Policy;
  readonly now: number;
  /** How many commands there were by now: what is left to do of them is in the purpose. */
  readonly answered: number;
  readonly purpose: 'go-on' | 'retry' | 'cancel';
  /** What the former owner left: ended, to begin again; or going on, to be found again. */
  readonly running: 'ended' | 'going-on';
}

export type Command = 'pause' | 'resume' | 'retry' | 'cancel';

/** What the world is to do next. Results come back as events. */
export type Effect =
  | ({ readonly type: 'dispatch'; readonly marker: string } & OfAttempt)
  /** The attempt was dispatched, or may have been: it is to be found again. */
  | ({ readonly type: 'find-run'; readonly marker: string } & OfAttempt)
  /** The failed jobs of a run are to be done again. */
  | ({ readonly type: 'rerun'; readonly process: RemoteProcess; readonly marker: string } & OfAttempt)
  | ({ readonly type: 'cancel-run'; readonly reason: StopReason } & OfAttempt)
  | { readonly type: 'release' };

export interface Step<State> {
  readonly state: State;
  readonly effects: readonly Effect[];
}
