import type { Finding } from '@slipway/domain';
import type { ChainPorts } from './wish.js';
import type { Command, TakeOver } from './engine/event.js';
import { type ChainRun, isUnfinished, type Policy } from './engine/state.js';
import type { ChainReport } from './report/report.js';
import { carryOut, type CarryOutWish } from './run/carry-out.js';
import { tell } from './run/commands.js';
import type { Steering } from './run/drive.js';
import { endOrphans, mayTakeOver } from './run/recover.js';
import { newestRun, readRun, type StoredRun } from './run/runs.js';
import { takeOverOf } from './run/start.js';

export interface SteerWish extends CarryOutWish {
  readonly command: Command;
  readonly set: string;
  /** A run's id; `null`: the set's newest. */
  readonly run: string | null;
  readonly policy: Policy;
  /** Of a run on another host, whose owner cannot be asked. */
  readonly ownership: 'respect' | 'take-over';
}

export type Steered =
  /** Its owner lives and will see the command within a second. */
  | { readonly status: 'told'; readonly run: string }
  /** Nobody owned the run: we went on with it, or ended it. */
  | { readonly status: 'done'; readonly report: ChainReport }
  | { readonly status: 'refused'; readonly finding: Finding };

/** Pauses, resumes, retries or cancels a run, from any terminal. */
export async function steerChain(ports: ChainPorts, wish: SteerWish, steering: Steering): Promise<Steered> {
  const { ledger, machine, clock } = ports;
  const stored = await (wish.run === null ? newestRun(ledger, wish.set) : readRun(ledger, wish.run));
  if (stored === null) return { status: 'refused', finding: noRun(wish) };
  const { run } = stored;
  const isOwned = mayTakeOver(run, machine, wish.ownership) !== null;
  const refusal = isOwned ? null : whyNot(run, wish.command);
  if (refusal) return { status: 'refused', finding: refusal };
  await tell(ledger, run.id, { command: wish.command, at: clock.now(), by: machine.self() });
  if (isOwned) return { status: 'told', run: run.id };
  return { status: 'done', report: await takeUp(ports, wish, stored, steering) };
}

async function takeUp(ports: ChainPorts, wish: SteerWish, stored: StoredRun, steering: Steering): Promise<ChainReport> {
  await endOrphans(stored.run, ports.endOrphan);
  const takeOver = await takeOverOf(ports, stored, wish.policy, purposes[wish.command]);
  return carryOut(ports, { stored, takeOver }, wish, steering);
}

const purposes: Readonly<Record<Command, TakeOver['purpose']>> = {
  pause: 'go-on',
  resume: 'go-on',
  retry: 'retry',
  cancel: 'cancel',
};

/** Why the command makes no sense for a run that nobody owns; `null` where it does. */
function whyNot(run: ChainRun, command: Command): Finding | null {
  if (command === 'pause')
    return refused(run, 'nothing of this run is being built', 'go on with "slipway chain resume"');
  if (isUnfinished(run)) return null;
  const isBroken = run.phase === 'failed' || run.phase === 'cancelled';
  if (command === 'retry' && isBroken) return null;
  const next = isBroken ? 'try again with "slipway chain retry"' : 'begin a new run with "slipway chain build"';
  return refused(run, `this run has ended: ${run.phase}`, next);
}

const refused = (run: ChainRun, what: string, remedy: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where: run.id,
  remedy,
});

const noRun = ({ run, set }: SteerWish): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: run === null ? 'this set has no run yet' : 'there is no such run',
  where: run ?? set,
  remedy: run === null ? 'begin one with "slipway chain build"' : 'see "slipway chain history"',
});
