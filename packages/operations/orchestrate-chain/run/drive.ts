import { type Finding, ReleaseError } from '@slipway/domain';
import type { Clock, Json, Ledger, Revision } from '../../ports/index.js';
import type { ChainEvent, Effect, TakeOver } from '../engine/event.js';
import { isAtRest, rulesOf, type ChainRun } from '../engine/state.js';
import { step } from '../engine/step.js';
import { listen } from './commands.js';
import { type Emit, Inbox } from './inbox.js';
import { runKey, type StoredRun } from './runs.js';

/** What carries out effects. */
export interface Venue {
  /** Resolves with what the effect came to, if it comes to anything; what is known before that is emitted. */
  perform(effect: Effect, run: ChainRun, emit: Emit): Promise<ChainEvent | null>;
  /** What is known of an effect before it is performed, so that one write tells both. */
  begun(effect: Effect): ChainEvent | null;
  /** Told after each persisted step, behind its effects: what begins next may be made ready. */
  lookAhead(run: ChainRun): void;
  /** Resolves once nothing is left of what was made ready and never began, nor of what ended: others may build then. */
  clearUp(): Promise<void>;
  /** Ends all that runs and resolves when it has ended: for when the loop itself cannot go on. */
  abandon(): Promise<void>;
  /** What becomes of builds whose owner has to end. */
  readonly outlived: 'ended' | 'going-on';
  readonly pace: {
    /** How often commands are looked for: milliseconds. */
    readonly commands: number;
    /** The least time from one write to the next, where writes cost: milliseconds. */
    readonly writes: number;
  };
}

export interface Steering {
  /** Aborted when a person wants to stop. */
  readonly interrupt: AbortSignal;
  /** Told after each step that changed something; where a workflow run stands need not be persisted yet. */
  readonly watch: (run: ChainRun) => void;
  /** Told of a run whose builds have ended before, and which is gone on with. */
  readonly met?: (run: ChainRun) => void;
  /** Told in a dry run, of what would go on. */
  readonly ready?: (beginning: Beginning) => void;
  /** Told of a mistake of ours that ends up in a report, for whoever repairs it. */
  readonly broke?: (error: Error) => void;
}

/** A run that begins, or that somebody takes over. */
export interface Beginning {
  readonly stored: StoredRun;
  readonly takeOver: TakeOver | null;
}

/** The loop around the engine: persist the state, perform the effects, feed back the results, until the run is at rest. */
export async function drive(
  ports: { readonly clock: Clock; readonly ledger: Ledger },
  { stored, takeOver }: Beginning,
  venue: Venue,
  { interrupt, watch }: Steering,
): Promise<ChainRun> {
  const inbox = new Inbox(ports.clock);
  const type = venue.outlived === 'ended' ? 'interrupt' : 'leave';
  const stop = () => void inbox.emit({ type }).catch(() => {}); // a loop that broke down has stopped anyway
  interrupt.addEventListener('abort', stop);
  if (interrupt.aborted) stop();
  const over = new AbortController();
  const { answered } = takeOver ?? stored.run;
  const listening = listen(
    ports,
    { id: stored.run.id, answered, every: venue.pace.commands },
    inbox.emit,
    over.signal,
  ).catch(inbox.fail);
  try {
    const run = await turn({ ...ports, venue, inbox, watch, interrupt }, stored, takeOver ? [takeOver] : []);
    if (run.phase === 'continuing') await venue.abandon();
    return run;
  } catch (error) {
    inbox.fail(error);
    await venue.abandon();
    throw error;
  } finally {
    interrupt.removeEventListener('abort', stop);
    over.abort();
    await listening;
  }
}

interface Loop {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly venue: Venue;
  readonly inbox: Inbox;
  readonly watch: (run: ChainRun) => void;
  readonly interrupt: AbortSignal;
}

/** Where a run stands can be looked up by its marker: that it was told rides on the next write. */
const isNews = (event: ChainEvent): boolean => !(event.type === 'started' && 'marker' in event.process);

async function turn(
  { clock, ledger, venue, inbox, watch, interrupt }: Loop,
  stored: StoredRun,
  opening: readonly ChainEvent[],
): Promise<ChainRun> {
  let { run, revision } = stored;
  let events = opening;
  for (;;) {
    const { builds } = run;
    const arrived = inbox.take();
    const tick = { type: 'tick', now: clock.now() } as const;
    const next = stepThrough(run, [...events, tick, ...arrived]);
    const begun = stepThrough(
      next.run,
      next.effects.flatMap((effect) => venue.begun(effect) ?? []),
    );
    const effects = [...next.effects, ...begun.effects];
    const news = [...events, ...arrived].some(isNews) || effects.length > 0 || next.run.phase !== run.phase;
    ({ run } = begun);
    events = [];
    if (isAtRest(run)) await venue.clearUp(); // before it is told that nobody owns the run
    if (news) {
      revision = await persist(ledger, run, revision);
    }
    if (news || run.builds !== builds) watch(run);
    inbox.persisted();
    for (const effect of effects) follow(venue.perform(effect, run, inbox.emit), inbox);
    if (isAtRest(run)) return run;
    venue.lookAhead(run);
    await inbox.wait(nextDeadline(run));
    // What comes at about the same time goes in by the same write.
    if (venue.pace.writes > 0) await clock.sleep(venue.pace.writes, interrupt);
  }
}

function follow(result: Promise<ChainEvent | null>, inbox: Inbox): void {
  result.then((event) => (event === null ? undefined : inbox.emit(event))).catch(inbox.fail);
}

/** All events, one after the other. */
export function stepThrough(begun: ChainRun, events: readonly ChainEvent[]) {
  const effects: Effect[] = [];
  let run = begun;
  for (const event of events) {
    const next = step(run, event);
    run = next.state;
    effects.push(...next.effects);
  }
  return { run, effects };
}

async function persist(ledger: Ledger, run: ChainRun, expected: Revision | null): Promise<Revision> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a state is JSON by its declaration, but TypeScript does not follow interfaces into an index signature
  const result = await ledger.write(runKey(run.id), run as unknown as Json, expected);
  if (result.status === 'written') return result.revision;
  throw new ReleaseError([result.winner === null ? deleted(run) : takenFromUs(run)]);
}

const takenFromUs = ({ id, builder }: ChainRun): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'another process has taken over this run',
  where: id,
  remedy: `leave it to that process; ${builder === 'github' ? 'its builds go on' : 'this one has ended its builds'}`,
});

const deleted = ({ id, builder }: ChainRun): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'the state of this run was deleted while it built',
  where: id,
  remedy:
    builder === 'github'
      ? 'its builds go on, and nobody waits for them; begin anew with prepare'
      : 'its builds have ended; begin anew with "slipway chain build"',
});

/** When the next running build exceeds its timeout. */
function nextDeadline(run: ChainRun): number {
  let deadline = Infinity;
  run.builds.forEach((build, at) => {
    if (build.status !== 'running' || build.stopping !== null) return;
    deadline = Math.min(deadline, build.startedAt + (rulesOf(run, at)?.timeout ?? Infinity));
  });
  return deadline;
}
