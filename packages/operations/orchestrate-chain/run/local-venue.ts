import type { Builder, BuildOrder, BuildOutcome } from '../../ports/index.js';
import type { ChainEvent, Effect } from '../engine/event.js';
import type { ChainRun } from '../engine/state.js';
import { topologyOf } from '../engine/topology.js';
import type { Reuse } from '../reuse/reuse.js';
import type { Venue } from './drive.js';
import type { Emit } from './inbox.js';
import { orderOf } from './order.js';

type Dispatch = Extract<Effect, { type: 'dispatch' }>;

/** Builds on this machine, as child processes of this one. */
export class LocalVenue implements Venue {
  private readonly running = new Map<
    string,
    { readonly abort: AbortController; readonly outcome: Promise<ChainEvent> }
  >();
  private readonly builder: Builder;
  private readonly reuse: Reuse;
  private readonly release: (run: ChainRun) => Promise<ChainEvent>;

  constructor(parts: { builder: Builder; reuse: Reuse; release: (run: ChainRun) => Promise<ChainEvent> }) {
    this.builder = parts.builder;
    this.reuse = parts.reuse;
    this.release = parts.release;
  }

  async perform(effect: Effect, run: ChainRun, emit: Emit): Promise<ChainEvent | null> {
    switch (effect.type) {
      case 'dispatch':
        return this.dispatch(effect, run, emit);
      case 'cancel-run':
        this.running.get(effect.component)?.abort.abort(effect.reason);
        return null;
      case 'release':
        return this.release(run);
    }
  }

  async abandon(): Promise<void> {
    for (const { abort } of this.running.values()) abort.abort('interrupted');
    await Promise.allSettled([...this.running.values()].map(({ outcome }) => outcome));
  }

  private dispatch(effect: Dispatch, run: ChainRun, emit: Emit): Promise<ChainEvent> {
    const at = topologyOf(run.components).index.get(effect.component) ?? -1;
    const abort = new AbortController();
    const outcome = this.build(orderOf(run, at, effect), effect, abort.signal, emit).finally(() =>
      this.running.delete(effect.component),
    );
    this.running.set(effect.component, { abort, outcome });
    return outcome;
  }

  private async build(
    order: BuildOrder,
    { component, attempt }: Dispatch,
    signal: AbortSignal,
    emit: Emit,
  ): Promise<ChainEvent> {
    const earlier = await this.reuse.find(order);
    if (earlier) return { type: 'succeeded', component, attempt, artifacts: earlier, reused: true };
    const outcome = await this.builder.build(order, {
      signal,
      started: (process) => emit({ type: 'started', component, attempt, process }),
    });
    if (outcome.status === 'succeeded') await this.reuse.keep(order, outcome.artifacts);
    return ended(outcome, component, attempt);
  }
}

function ended(outcome: BuildOutcome, component: string, attempt: number): ChainEvent {
  return outcome.status === 'succeeded'
    ? { type: 'succeeded', component, attempt, artifacts: outcome.artifacts, reused: false }
    : { type: 'failed', component, attempt, failure: outcome.failure };
}
