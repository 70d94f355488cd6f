import type { Artifact } from '@slipway/domain';
import type { Builder, BuildOrder, BuildProcess, PreparedBuild } from '../../ports/index.js';
import { upcoming } from '../engine/queue.js';
import type { ChainRun } from '../engine/state.js';
import { topologyOf } from '../engine/topology.js';
import type { Reuse } from '../reuse/reuse.js';
import { orderOf } from './order.js';

/** What is known of a build and made for it when its turn comes. */
interface Ready {
  /** Of an equal build; `null`: it has to be built. */
  readonly artifacts: readonly Artifact[] | null;
  readonly prepared: PreparedBuild | null;
}

/** Makes builds ready before their turn, as many as may run at once, so that a place that becomes free does not wait for it. */
export class BuildsAhead {
  private readonly ready = new Map<string, Promise<Ready>>();
  private readonly prepared = new Map<string, PreparedBuild>();
  private readonly builder: Builder;
  private readonly reuse: Reuse;

  constructor(builder: Builder, reuse: Reuse) {
    this.builder = builder;
    this.reuse = reuse;
  }

  lookAhead(run: ChainRun): void {
    if (!this.builder.prepare) return;
    for (const next of upcoming(run)) {
      if (this.ready.size >= run.policy.maxParallel) return;
      if (this.ready.has(next.marker)) continue;
      const at = topologyOf(run.components).index.get(next.component) ?? -1;
      const ready = this.makeReady(orderOf(run, at, next));
      ready.catch(() => {}); // told when its turn comes
      this.ready.set(next.marker, ready);
    }
  }

  /** The process that waits to begin the attempt, where there is one already. */
  processOf(marker: string): BuildProcess | null {
    return this.prepared.get(marker)?.process() ?? null;
  }

  /** What was made ready for the order, which then is the caller's; or what can be found now. */
  take(order: BuildOrder): Promise<Ready> {
    const ready = this.ready.get(order.marker) ?? this.find(order);
    this.ready.delete(order.marker);
    this.prepared.delete(order.marker);
    return ready;
  }

  /** Drops all that nobody took. */
  async drop(): Promise<void> {
    const left = [...this.ready.values()];
    this.ready.clear();
    this.prepared.clear();
    await Promise.allSettled(left.map(async (ready) => (await ready).prepared?.drop()));
  }

  private async makeReady(order: BuildOrder): Promise<Ready> {
    const found = await this.find(order);
    // Somebody may have taken or dropped it meanwhile.
    const prepared = found.artifacts ? undefined : this.builder.prepare?.(order);
    if (!prepared) return found;
    if (this.ready.has(order.marker)) this.prepared.set(order.marker, prepared);
    return { artifacts: null, prepared };
  }

  private async find(order: BuildOrder): Promise<Ready> {
    return { artifacts: await this.reuse.find(order), prepared: null };
  }
}
