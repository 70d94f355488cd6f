import type { ChainEvent, Step } from './event.js';
import { withOutcome } from './outcomes.js';
import { requeue } from './queue.js';
import { settle } from './settle.js';
import type { Build, ChainRun, Intent } from './state.js';

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
    case 'taken-over':
      return takenOver(run, event);
    case 'pause':
    case 'interrupt':
    case 'cancel':
      return settle(intend(run, event.type));
    case 'resume':
      return settle(run.intent === 'pause' || run.intent === 'interrupt' ? begunAgain(run) : run);
    case 'retry':
      return settle(run.phase === 'failed' || run.phase === 'cancelled' ? begunAgain(tryAgain(run)) : run);
  }
}

function atRest(run: ChainRun, phase: 'released' | 'failed'): Step<ChainRun> {
  return { state: run.phase === 'releasing' ? { ...run, phase, owner: null } : run, effects: [] };
}

/** A cancelled run stays cancelled, whatever else is asked of it while its builds end. */
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
    return over ? { status: 'waiting', attempt: build.attempt, failures: 0 } : build;
  });
  return { ...run, builds };
}

/** Builds that the former owner had begun begin again, under the next attempt's number, and cost no allowed attempt. */
function takenOver(run: ChainRun, { owner, policy, now }: Extract<ChainEvent, { type: 'taken-over' }>): Step<ChainRun> {
  const builds = run.builds.map((build): Build =>
    build.status === 'running' ? { status: 'waiting', attempt: build.attempt, failures: build.failures } : build,
  );
  const taken: ChainRun = { ...run, owner, policy, now: Math.max(run.now, now), epoch: run.epoch + 1, builds };
  if (run.phase === 'releasing') return { state: taken, effects: [{ type: 'release' }] };
  return settle(run.intent === 'cancel' ? taken : begunAgain(taken));
}
