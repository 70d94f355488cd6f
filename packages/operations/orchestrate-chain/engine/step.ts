import type { ChainEvent, Command, Effect, Step, TakeOver } from './event.js';
import { withOutcome } from './outcomes.js';
import { requeue } from './queue.js';
import { settle } from './settle.js';
import { attemptsOf, type Build, type ChainRun, type Intent, markerOf, type StopReason } from './state.js';

/** The chain engine. Pure: what happened goes in, the new state and what the world is to do come out. */
export function step(run: ChainRun, event: ChainEvent): Step<ChainRun> {
  switch (event.type) {
    case 'tick':
      // A clock that was set back does not make anything younger.
      return settle({ ...run, now: Math.max(run.now, event.now) });
    case 'started':
    case 'succeeded':
    case 'failed':
      return settle(withOutcome(run, event));
    case 'released':
      return atRest(run, 'released');
    case 'release-refused':
      return atRest(run, 'failed');
    case 'release-interrupted':
      return atRest(run, 'interrupted');
    case 'taken-over':
      return takenOver(run, event);
    case 'interrupt':
      // The release is given up as far as it can be; whether it was, is told when it is at rest.
      return settle(run.phase === 'releasing' ? { ...run, intent: 'interrupt' } : intend(run, 'interrupt'));
    case 'leave':
      return { state: run.phase === 'building' ? { ...run, phase: 'continuing', owner: null } : run, effects: [] };
    case 'command':
      return event.number <= run.answered
        ? settle(run)
        : settle(obey({ ...run, answered: event.number }, event.command));
  }
}

/** Of a run that somebody owns: one at rest is gone on with by a new owner. */
function obey(run: ChainRun, command: Command): ChainRun {
  switch (command) {
    case 'pause':
      return intend(run, command);
    case 'cancel':
      // On GitHub a release folder is not the end: what is cancelled gets no draft.
      return run.phase === 'releasing' && run.builder === 'github' ? { ...run, intent: command } : intend(run, command);
    case 'resume':
      return run.phase === 'building' && run.intent === 'pause' ? begunAgain(run) : run;
    case 'retry':
      return run.phase === 'building' && run.intent !== 'cancel' ? begunAgain(tryAgain(run)) : run;
  }
}

function atRest(run: ChainRun, came: 'released' | 'failed' | 'interrupted'): Step<ChainRun> {
  const phase = run.intent === 'cancel' ? 'cancelled' : came;
  return { state: run.phase === 'releasing' ? { ...run, phase, owner: null } : run, effects: [] };
}

/** A run that is being cancelled stays so, whatever else is asked of it while its builds end. */
const intend = (run: ChainRun, intent: Intent): ChainRun =>
  run.phase === 'building' && run.intent !== 'cancel' ? { ...run, intent } : run;

const begunAgain = (run: ChainRun): ChainRun => ({
  ...run,
  intent: 'go',
  phase: 'building',
  queue: requeue(run, run.builds),
});

function tryAgain(run: ChainRun): ChainRun {
  const builds = run.builds.map((build): Build => {
    const over = build.status === 'failed' || build.status === 'skipped' || build.status === 'cancelled';
    return over ? { status: 'waiting', ...attemptsOf(build), failures: 0 } : build;
  });
  return { ...run, builds };
}

/** What was ended with the former owner begins again, under the next attempt's number, and costs no allowed attempt. */
function takenOver(run: ChainRun, { owner, policy, now, answered, purpose, running }: TakeOver): Step<ChainRun> {
  const builds = run.builds.map((build): Build => {
    if (build.status !== 'running') return build;
    if (running === 'going-on') return { ...build, stopping: stillStopping(build.stopping, purpose) };
    return { status: 'waiting', ...attemptsOf(build) };
  });
  const epoch = run.epoch + 1;
  const taken: ChainRun = { ...run, owner, policy, answered, now: Math.max(run.now, now), epoch, builds };
  const isGivenUp = purpose === 'cancel' && run.builder === 'github';
  if (run.phase === 'releasing' && !isGivenUp)
    return { state: { ...taken, intent: 'go' }, effects: [{ type: 'release' }] };
  const found = goingOn(taken);
  const next =
    purpose === 'cancel'
      ? settle({ ...taken, intent: 'cancel', phase: 'building' })
      : settle(begunAgain(purpose === 'retry' ? tryAgain(taken) : taken));
  return { state: next.state, effects: [...found, ...next.effects] };
}

/** What was told to end for a cancel that nobody wants any more has not failed when it has ended: it begins again. */
const stillStopping = (stopping: StopReason | null, purpose: TakeOver['purpose']): StopReason | null =>
  stopping === null || purpose === 'cancel' ? null : 'interrupted';

const goingOn = (run: ChainRun): readonly Effect[] =>
  run.builds.flatMap((build, at): readonly Effect[] => {
    const component = run.components[at]?.component.name;
    if (build.status !== 'running' || component === undefined) return [];
    const { attempt } = build;
    return [{ type: 'find-run', component, attempt, marker: markerOf(run, component, attempt) }];
  });
