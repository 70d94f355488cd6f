import type { Finding } from '@slipway/domain';
import type {
  BegunBuild,
  BuildControl,
  Builder,
  BuildOrder,
  BuildOutcome,
  RemoteProcess,
  RunStanding,
} from '../../ports/index.js';
import { asOutcome, failed } from './build-outcome.js';
import { collect, type CollectPorts } from './collect.js';
import { settingsOf } from './dispatch.js';
import {
  adopted,
  dispatched,
  lookedFor,
  onceThere,
  type Reached,
  type ReachPorts,
  standingOnceRerun,
  takenUp,
} from './reach-run.js';
import { verdictOf } from './verdict.js';
import { Watcher } from './watcher.js';

export interface RemotePorts extends CollectPorts, ReachPorts {}

/** Milliseconds. */
export interface RemotePatience {
  /** Until a runner takes a build, and until a dispatch has made a run at all. */
  readonly queue: number;
  /** For the building itself; a component's own timeout counts where it is shorter. */
  readonly run: number;
}

/** As long as a job may take to end that was told to, and then some. */
const cancelPatience = 600_000;

/** Builds with the components' own workflows, on GitHub. Builds outlive it: who resumes finds them again. */
export class RemoteBuilder implements Builder {
  private readonly watcher: Watcher;
  private readonly ports: RemotePorts;
  private readonly patience: RemotePatience;

  constructor(ports: RemotePorts, patience: RemotePatience) {
    this.ports = ports;
    this.patience = patience;
    this.watcher = new Watcher(ports.runs, ports.clock);
  }

  notices(): readonly Finding[] {
    return this.watcher.notices();
  }

  build(order: BuildOrder, control: BuildControl): Promise<BuildOutcome> {
    return asOutcome(async () =>
      this.followed(await dispatched(this.ports, order, this.patience.queue, control.signal), order, control),
    );
  }

  resume(order: BuildOrder, begun: BegunBuild, control: BuildControl): Promise<BuildOutcome> {
    return asOutcome(async () => {
      const { process } = begun;
      const reached =
        process !== null && 'marker' in process
          ? await takenUp(this.ports, process)
          : await lookedFor(
              this.ports,
              order,
              { queue: this.patience.queue, startedAt: begun.startedAt },
              control.signal,
            );
      return this.followed(reached, order, control);
    });
  }

  /** Watches a run until it has ended, and collects what it made. */
  private async followed(reached: Reached, order: BuildOrder, control: BuildControl): Promise<BuildOutcome> {
    if (reached.status === 'failed') return reached;
    const { clock } = this.ports;
    let { process } = reached;
    let since = clock.now();
    let isTold = false;
    for (;;) {
      if (!isTold) void control.started(process).catch(() => {}); // the loop that cannot go on says so itself
      isTold = true;
      const deadline = since + this.patienceFor(order, process);
      const { stage } = process;
      const sighting =
        stage === 'completed'
          ? stage
          : await this.watcher.next(
              { run: process, stage, since, expected: order.expected ?? null, deadline },
              control.signal,
            );
      if (sighting === 'aborted') return this.stopped(process, control.signal);
      if (sighting === 'deadline') return this.tooLate(process, deadline - since);
      if (sighting !== null && sighting !== 'completed') {
        process = { ...process, stage: sighting };
      } else {
        const standing = await standingOnceRerun(this.ports, process);
        process = adopted(process, standing);
        if (standing.stage === 'completed') {
          void control.started(process).catch(() => {});
          return this.concluded(order, process, standing);
        }
      }
      since = clock.now();
      isTold = false;
    }
  }

  private async concluded(order: BuildOrder, process: RemoteProcess, standing: RunStanding): Promise<BuildOutcome> {
    const verdict = verdictOf(standing);
    if (verdict !== 'success') return { status: 'failed', failure: verdict };
    return asOutcome(() => collect(this.ports, order, process), process.url);
  }

  private patienceFor(order: BuildOrder, { stage }: RemoteProcess): number {
    // An approval takes as long as people take: it counts as building.
    return stage === 'queued' ? this.patience.queue : Math.min(this.patience.run, settingsOf(order).timeout);
  }

  /** Where its owner only goes away, the build goes on. */
  private async stopped(process: RemoteProcess, signal: AbortSignal): Promise<BuildOutcome> {
    const reason = String(signal.reason);
    if (reason !== 'left') await this.cancelled(process);
    return failed('stopped', reason, process.url);
  }

  private async tooLate(process: RemoteProcess, patience: number): Promise<BuildOutcome> {
    await this.cancelled(process);
    const minutes = Math.round(patience / 60_000);
    return process.stage === 'queued'
      ? failed(
          'infrastructure',
          `no runner took it within ${minutes} minutes: none with its labels may be free`,
          process.url,
        )
      : failed('timeout', `was cancelled after ${minutes} minutes`, process.url);
  }

  private async cancelled(process: RemoteProcess): Promise<void> {
    const { runs, clock } = this.ports;
    await onceThere(this.ports, () => runs.cancel(process));
    let { stage } = process;
    const since = clock.now();
    const never = new AbortController().signal;
    while (stage !== 'completed') {
      const deadline = since + cancelPatience;
      const sighting = await this.watcher.next({ run: process, stage, since, expected: null, deadline }, never);
      if (sighting === 'deadline' || sighting === 'aborted' || sighting === null) return;
      stage = sighting;
    }
  }
}
