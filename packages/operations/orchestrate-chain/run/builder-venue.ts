import type { Artifact } from '@slipway/domain';
import type { BegunBuild, Builder, BuildOrder, BuildOutcome, BuildProcess } from '../../ports/index.js';
import type { ChainEvent, Effect } from '../engine/event.js';
import type { ChainRun } from '../engine/state.js';
import { topologyOf } from '../engine/topology.js';
import type { Reuse } from '../reuse/reuse.js';
import { BuildsAhead } from './ahead.js';
import type { Venue } from './drive.js';
import type { Emit } from './inbox.js';
import { orderOf } from './order.js';

type Dispatch = Extract<Effect, { type: 'dispatch' | 'find-run' | 'rerun' }>;

export interface VenueParts {
  readonly builder: Builder;
  readonly reuse: Reuse;
  readonly release: (run: ChainRun) => Promise<ChainEvent>;
  /** Told of what was built or reused, before the engine is. */
  readonly built: (order: BuildOrder, artifacts: readonly Artifact[]) => void;
  readonly pace: Venue['pace'];
}

/** Builds where its builder builds, and waits for all of them. */
export class BuilderVenue implements Venue {
  private readonly running = new Map<
    string,
    { readonly abort: AbortController; readonly outcome: Promise<ChainEvent> }
  >();
  private readonly builder: Builder;
  private readonly reuse: Reuse;
  private readonly ahead: BuildsAhead;
  private readonly release: VenueParts['release'];
  private readonly built: VenueParts['built'];
  readonly outlived: Venue['outlived'];
  readonly pace: Venue['pace'];

  constructor(parts: VenueParts) {
    this.builder = parts.builder;
    this.reuse = parts.reuse;
    this.ahead = new BuildsAhead(parts.builder, parts.reuse);
    this.release = parts.release;
    this.built = parts.built;
    this.outlived = parts.builder.resume ? 'going-on' : 'ended';
    this.pace = parts.pace;
  }

  async perform(effect: Effect, run: ChainRun, emit: Emit): Promise<ChainEvent | null> {
    switch (effect.type) {
      case 'dispatch':
      case 'find-run':
      case 'rerun':
        return this.dispatch(effect, run, emit);
      case 'cancel-run':
        this.running.get(effect.component)?.abort.abort(effect.reason);
        return null;
      case 'release':
        return this.release(run);
    }
  }

  begun(effect: Effect): ChainEvent | null {
    if (effect.type !== 'dispatch') return null;
    const { component, attempt, marker } = effect;
    const process = this.ahead.processOf(marker);
    return process && { type: 'started', component, attempt, process };
  }

  lookAhead(run: ChainRun): void {
    this.ahead.lookAhead(run);
  }

  async clearUp(): Promise<void> {
    await this.ahead.drop();
    await this.builder.tidied?.();
  }

  async abandon(): Promise<void> {
    for (const { abort } of this.running.values()) abort.abort(this.outlived === 'ended' ? 'interrupted' : 'left');
    await Promise.allSettled([...this.running.values()].map(({ outcome }) => outcome));
    await this.clearUp();
  }

  private dispatch(effect: Dispatch, run: ChainRun, emit: Emit): Promise<ChainEvent> {
    const at = topologyOf(run.components).index.get(effect.component) ?? -1;
    const abort = new AbortController();
    const outcome = this.build(orderOf(run, at, effect), knownOf(effect, run, at), effect, abort.signal, emit).finally(
      () => this.running.delete(effect.component),
    );
    this.running.set(effect.component, { abort, outcome });
    return outcome;
  }

  private async build(
    order: BuildOrder,
    { begun, waiting }: Known,
    { component, attempt }: Dispatch,
    signal: AbortSignal,
    emit: Emit,
  ): Promise<ChainEvent> {
    const started = async (process: BuildProcess): Promise<void> => {
      if (!isSame(process, waiting)) await emit({ type: 'started', component, attempt, process });
    };
    const control = { signal, started };
    let outcome: BuildOutcome;
    if (begun && this.builder.resume) outcome = await this.builder.resume(order, begun, control);
    else {
      const { artifacts, prepared } = await this.ahead.take(order);
      if (artifacts) {
        this.built(order, artifacts);
        return { type: 'succeeded', component, attempt, artifacts, reused: true };
      }
      outcome = prepared ? await prepared.build(control) : await this.builder.build(order, control);
    }
    if (outcome.status === 'succeeded') {
      await this.reuse.keep(order, outcome.artifacts);
      this.built(order, outcome.artifacts);
    }
    return ended(outcome, component, attempt);
  }
}

/** What is known of a build before it is performed. */
interface Known {
  /** Of one that is to be found again. */
  readonly begun: BegunBuild | null;
  /** The process that waits to begin it: the state knows it already. */
  readonly waiting: BuildProcess | null;
}

function knownOf({ type }: Dispatch, run: ChainRun, at: number): Known {
  const build = run.builds[at];
  if (build?.status !== 'running') return { begun: null, waiting: null };
  const { process, startedAt } = build;
  return type === 'dispatch' ? { begun: null, waiting: process } : { begun: { process, startedAt }, waiting: null };
}

const isSame = (process: BuildProcess, waiting: BuildProcess | null): boolean =>
  waiting !== null &&
  'pid' in waiting &&
  'pid' in process &&
  process.pid === waiting.pid &&
  process.started === waiting.started;

const resultOf = ({ artifacts, delivery }: Extract<BuildOutcome, { status: 'succeeded' }>) => ({
  artifacts,
  ...(delivery && { delivery }),
});

function ended(outcome: BuildOutcome, component: string, attempt: number): ChainEvent {
  return outcome.status === 'succeeded'
    ? { type: 'succeeded', component, attempt, reused: false, ...resultOf(outcome) }
    : { type: 'failed', component, attempt, failure: outcome.failure };
}
