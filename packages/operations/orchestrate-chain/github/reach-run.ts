import { ReleaseError } from '@slipway/domain';
import type {
  BuildFailure,
  BuildOrder,
  Clock,
  RemoteProcess,
  RunSearch,
  RunStanding,
  WorkflowRun,
  WorkflowRuns,
} from '../../ports/index.js';
import { failed, refusalOf } from './build-outcome.js';
import { refOf, repositoryName, settingsOf, triggerOf } from './dispatch.js';
import { findRun, type FoundRun, lag, margin, mostDispatches, nothingStarted, searchFor } from './find-run.js';

export interface ReachPorts {
  readonly runs: WorkflowRuns;
  readonly clock: Clock;
}

/** Whether the workflow run of an attempt is known. */
export type Reached =
  | { readonly status: 'reached'; readonly process: RemoteProcess }
  | { readonly status: 'failed'; readonly failure: BuildFailure };

/** Starts the build, and knows its run. */
export async function dispatched(
  ports: ReachPorts,
  order: BuildOrder,
  queue: number,
  signal: AbortSignal,
): Promise<Reached> {
  const { runs, clock } = ports;
  const settings = settingsOf(order);
  const repository = repositoryName(settings.repository);
  for (let tries = 0; tries < mostDispatches; tries += 1) {
    const since = runs.serverTime() || clock.now() - margin;
    const answer = await runs.start(repository, triggerOf(order, settings, refOf(settings))).catch(refusalOf);
    if ('failure' in answer) return answer;
    if (answer.status === 'done' && answer.value) return reached(answer.value, order);
    const patience = answer.status === 'done' ? queue : lag;
    const search = searchFor(order, settings, since, await runs.sender(repository));
    const found = await foundOrLate(ports, search, patience, signal);
    if (found.status === 'found') return reached(found.run, order);
    if (found.status === 'ambiguous') return failed('stopped', found.what, found.url);
    if (found.status === 'aborted') return failed('stopped', 'ended before its workflow run was known');
    if (answer.status === 'done') return failed('stopped', nothingStarted(order, settings, patience));
  }
  return failed('infrastructure', `${mostDispatches} dispatches had no answer, and no workflow run came of them`);
}

/** An attempt whose marker was written down, and of which nothing else is known. Somebody else's token may have sent it. */
export async function lookedFor(
  ports: ReachPorts,
  order: BuildOrder,
  { queue, startedAt }: { readonly queue: number; readonly startedAt: number },
  signal: AbortSignal,
): Promise<Reached> {
  // The former owner's clock may have been ahead: what it began, it began before now.
  const since = Math.min(startedAt, ports.runs.serverTime() || startedAt) - margin;
  const search = searchFor(order, settingsOf(order), since, null);
  const found = await foundOrLate(ports, search, lag, signal);
  switch (found.status) {
    case 'found':
      return reached(found.run, order);
    case 'ambiguous':
      return failed('stopped', found.what, found.url);
    case 'aborted':
      return failed('stopped', 'ended before its workflow run was known');
    case 'absent':
      return dispatched(ports, order, queue, signal);
  }
}

/** What is told to end while no list tells of it yet is waited for, so that it is not left to nobody. */
async function foundOrLate(
  ports: ReachPorts,
  search: RunSearch,
  patience: number,
  signal: AbortSignal,
): Promise<FoundRun> {
  const found = await findRun(ports, search, patience, signal);
  const isToEnd = found.status === 'aborted' && String(signal.reason) !== 'left';
  if (!isToEnd) return found;
  const late = await findRun(ports, search, lag, new AbortController().signal);
  return late.status === 'absent' ? found : late;
}

/** A run that is known. Where its next attempt was meant, and has not begun, it begins now. */
export async function takenUp(ports: ReachPorts, process: RemoteProcess): Promise<Reached> {
  const standing = await standingOnceThere(ports, process);
  if (standing.attempt >= process.attempt) return { status: 'reached', process: adopted(process, standing) };
  const answer = await ports.runs.rerunFailed(process);
  if (answer.status === 'done') return { status: 'reached', process };
  const after = await standingOnceRerun(ports, process);
  return after.attempt >= process.attempt
    ? { status: 'reached', process: adopted(process, after) }
    : failed('infrastructure', 'its failed jobs were to be done again, and were not', process.url);
}

/** GitHub may tell of the former attempt for some seconds. */
export async function standingOnceRerun(ports: ReachPorts, process: RemoteProcess): Promise<RunStanding> {
  const { clock } = ports;
  const end = clock.now() + lag;
  for (;;) {
    const standing = await standingOnceThere(ports, process);
    if (standing.attempt >= process.attempt || clock.now() >= end) return standing;
    await clock.sleep(5_000);
  }
}

const standingOnceThere = (ports: ReachPorts, process: RemoteProcess): Promise<RunStanding> =>
  onceThere(ports, () => ports.runs.standing(process));

/** Nor may all of GitHub know yet of a run that it has just told us of: to give it up would be to build twice, or to leave it to nobody. */
export async function onceThere<Answer>(
  { clock }: Pick<ReachPorts, 'clock'>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const end = clock.now() + lag;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (clock.now() >= end || !(error instanceof ReleaseError && error.findings[0].code === 'not-found')) throw error;
    }
    await clock.sleep(5_000);
  }
}

const reached = (run: WorkflowRun, { marker }: BuildOrder): Reached => ({
  status: 'reached',
  process: { ...run, marker, attempt: 1, stage: 'queued' },
});

/** A person's rerun is ours all the same: it is the same run. */
export const adopted = (process: RemoteProcess, { run, attempt, stage, conclusion }: RunStanding): RemoteProcess => ({
  ...process,
  nodeId: run.nodeId ?? process.nodeId,
  url: run.url,
  attempt: Math.max(attempt, process.attempt),
  stage,
  conclusion,
});
