import { type Finding, ReleaseError } from '@slipway/domain';
import type {
  BegunBuild,
  BuildControl,
  Builder,
  BuildFailure,
  BuildOrder,
  BuildOutcome,
  Clock,
  RemoteProcess,
  RunStanding,
  WorkflowRun,
  WorkflowRuns,
} from '../../ports/index.js';
import { asOutcome, failed, refusalOf } from './build-outcome.js';
import { collect, type CollectPorts } from './collect.js';
import { refOf, repositoryName, settingsOf, triggerOf } from './dispatch.js';
import { findRun, lag, margin, mostDispatches, nothingStarted, searchFor } from './find-run.js';
import { verdictOf } from './verdict.js';
import { Watcher } from './watcher.js';

export interface RemotePorts extends CollectPorts {
  readonly runs: WorkflowRuns;
  readonly clock: Clock;
}

/** Milliseconds. */
export interface RemotePatience {
  /** Until a runner takes a build, and until a dispatch has made a run at all. */
  readonly queue: number;
  /** For the building itself; a component's own timeout counts where it is shorter. */
  readonly run: number;
}

/** As long as a job may take to end that was told to, and then some. */
const cancelPatience = 600_000;

type Reached =
  | { readonly status: 'reached'; readonly process: RemoteProcess }
  | { readonly status: 'failed'; readonly failure: BuildFailure };

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
    return asOutcome(async () => this.followed(await this.dispatched(order, control.signal), order, control));
  }

  resume(order: BuildOrder, begun: BegunBuild, control: BuildControl): Promise<BuildOutcome> {
    return asOutcome(async () => {
      const { process } = begun;
      const reached =
        process !== null && 'marker' in process
          ? await this.takenUp(process)
          : await this.lookedFor(order, begun.startedAt, control.signal);
      return this.followed(reached, order, control);
    });
  }

  /** Starts the build, and knows its run. */
  private async dispatched(order: BuildOrder, signal: AbortSignal): Promise<Reached> {
    const { runs, clock } = this.ports;
    const settings = settingsOf(order);
    const repository = repositoryName(settings.repository);
    for (let tries = 0; tries < mostDispatches; tries += 1) {
      const since = runs.serverTime() || clock.now() - margin;
      const answer = await runs.start(repository, triggerOf(order, settings, refOf(settings))).catch(refusalOf);
      if ('failure' in answer) return answer;
      if (answer.status === 'done' && answer.value) return reached(answer.value, order);
      const patience = answer.status === 'done' ? this.patience.queue : lag;
      const found = await findRun(
        this.ports,
        searchFor(order, settings, since, await runs.sender(repository)),
        patience,
        signal,
      );
      if (found.status === 'found') return reached(found.run, order);
      if (found.status === 'ambiguous') return failed('stopped', found.what, found.url);
      if (found.status === 'aborted') return failed('stopped', 'ended before its workflow run was known');
      if (answer.status === 'done') return failed('stopped', nothingStarted(order, settings, patience));
    }
    return failed('infrastructure', `${mostDispatches} dispatches had no answer, and no workflow run came of them`);
  }

  /** An attempt whose marker was written down, and of which nothing else is known. Somebody else's token may have sent it. */
  private async lookedFor(order: BuildOrder, startedAt: number, signal: AbortSignal): Promise<Reached> {
    // The former owner's clock may have been ahead: what it began, it began before now.
    const since = Math.min(startedAt, this.ports.runs.serverTime() || startedAt) - margin;
    const search = searchFor(order, settingsOf(order), since, null);
    const found = await findRun(this.ports, search, lag, signal);
    switch (found.status) {
      case 'found':
        return reached(found.run, order);
      case 'ambiguous':
        return failed('stopped', found.what, found.url);
      case 'aborted':
        return failed('stopped', 'ended before its workflow run was known');
      case 'absent':
        return this.dispatched(order, signal);
    }
  }

  /** A run that is known. Where its next attempt was meant, and has not begun, it begins now. */
  private async takenUp(process: RemoteProcess): Promise<Reached> {
    const { runs } = this.ports;
    const standing = await this.standingOnceThere(process);
    if (standing.attempt >= process.attempt) return { status: 'reached', process: adopted(process, standing) };
    const answer = await runs.rerunFailed(process);
    if (answer.status === 'done') return { status: 'reached', process };
    const after = await this.standingOnceRerun(process);
    return after.attempt >= process.attempt
      ? { status: 'reached', process: adopted(process, after) }
      : failed('infrastructure', 'its failed jobs were to be done again, and were not', process.url);
  }

  /** GitHub may tell of the former attempt for some seconds. */
  private async standingOnceRerun(process: RemoteProcess): Promise<RunStanding> {
    const { clock } = this.ports;
    const end = clock.now() + lag;
    for (;;) {
      const standing = await this.standingOnceThere(process);
      if (standing.attempt >= process.attempt || clock.now() >= end) return standing;
      await clock.sleep(5_000);
    }
  }

  /** Nor may all of GitHub know yet of a run that it has just told us of: to give it up would be to build twice. */
  private async standingOnceThere(process: RemoteProcess): Promise<RunStanding> {
    const { runs, clock } = this.ports;
    const end = clock.now() + lag;
    for (;;) {
      try {
        return await runs.standing(process);
      } catch (error) {
        if (clock.now() >= end || !(error instanceof ReleaseError && error.findings[0].code === 'not-found'))
          throw error;
      }
      await clock.sleep(5_000);
    }
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
        const standing = await this.standingOnceRerun(process);
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
    await runs.cancel(process);
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

const reached = (run: WorkflowRun, { marker }: BuildOrder): Reached => ({
  status: 'reached',
  process: { ...run, marker, attempt: 1, stage: 'queued' },
});

/** A person's rerun is ours all the same: it is the same run. */
const adopted = (process: RemoteProcess, { run, attempt, stage, conclusion }: RunStanding): RemoteProcess => ({
  ...process,
  nodeId: run.nodeId ?? process.nodeId,
  url: run.url,
  attempt: Math.max(attempt, process.attempt),
  stage,
  conclusion,
});
