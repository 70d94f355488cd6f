import type { Finding } from '@slipway/domain';
import type { Owner } from '../ports/index.js';
import type { ChainPorts } from './wish.js';
import type { Command, TakeOver } from './engine/event.js';
import { type ChainRun, isUnfinished } from './engine/state.js';
import type { ChainReport } from './report/report.js';
import { carryOut, type CarryOutWish } from './run/carry-out.js';
import { tell, tellOwner } from './run/commands.js';
import type { Steering } from './run/drive.js';
import { releaseObstacles } from './preflight.js';
import { cancelling, endOrphans, mayTakeOver } from './run/recover.js';
import { namedRun, noRun, type RunName } from './run/named-run.js';
import { newestRun, type StoredRun } from './run/runs.js';
import { takeOverOf } from './run/start.js';
import { inWorkplace, namesIn, workplaceObstacles } from './run/workplace.js';

export interface SteerWish extends CarryOutWish, RunName {
  readonly command: Command;
  /** How many builds at a time; `null`: as many as the run had. */
  readonly maxParallel: number | null;
  /** Of a run on another host, whose owner cannot be asked. */
  readonly ownership: 'respect' | 'take-over';
}

export type Steered =
  /** Its owner, where it lives, will see the command within a second; `unknown` where that cannot be seen from here. */
  | { readonly status: 'told'; readonly run: string; readonly owner: Owner; readonly attendance: 'alive' | 'unknown' }
  /** Nobody owned the run: we went on with it, or ended it. */
  | { readonly status: 'done'; readonly report: ChainReport }
  | { readonly status: 'refused'; readonly finding: Finding };

/** Pauses, resumes, retries or cancels a run, from any terminal. */
export async function steerChain(ports: ChainPorts, wish: SteerWish, steering: Steering): Promise<Steered> {
  const { ledger, machine, clock } = ports;
  const stored = await namedRun(ledger, wish);
  if (stored === null) return { status: 'refused', finding: noRun(wish) };
  const { run } = stored;
  const owner = (await mayTakeOver(run, machine, wish.ownership)) === null ? null : run.owner;
  const refusal = owner
    ? null
    : (whyNot(run, wish.command) ?? (await overtaken(ports, run, wish.command)) ?? (await blocked(ports, run, wish)));
  if (refusal) return { status: 'refused', finding: refusal };
  const told = { command: wish.command, at: clock.now(), by: machine.self() };
  if (owner) {
    const isHeard = await tellOwner(ledger, run, told);
    if (!isHeard) return { status: 'refused', finding: await cancelling(run, owner, machine) };
    const attendance = (await machine.isAlive(owner)) === 'unknown' ? 'unknown' : 'alive';
    return { status: 'told', run: run.id, owner, attendance };
  }
  await tell(ledger, run.id, told);
  return { status: 'done', report: await takeUp(ports, wish, stored, steering) };
}

async function takeUp(ports: ChainPorts, wish: SteerWish, stored: StoredRun, steering: Steering): Promise<ChainReport> {
  await endOrphans(stored.run, ports.endOrphan);
  const { policy } = stored.run;
  const maxParallel = wish.maxParallel ?? policy.maxParallel;
  const takeOver = await takeOverOf(ports, stored, { ...policy, maxParallel }, purposes[wish.command]);
  const carryOutHere = () => carryOut(ports, { stored, takeOver }, wish, steering);
  return wish.command === 'cancel' ? carryOutHere() : inWorkplace(ports, stored.run, carryOutHere);
}

const purposes: Readonly<Record<Command, TakeOver['purpose']>> = {
  pause: 'go-on',
  resume: 'go-on',
  retry: 'retry',
  cancel: 'cancel',
};

/** Why the command makes no sense for a run that nobody owns; `null` where it does. */
function whyNot(run: ChainRun, command: Command): Finding | null {
  if (isUnfinished(run)) {
    const nothing = 'nothing of this run is being built';
    return command === 'pause' ? refused(run, nothing, 'go on with "slipway chain resume"') : null;
  }
  const isBroken = run.phase === 'failed' || run.phase === 'cancelled';
  if (command === 'retry' && isBroken) return null;
  const next = isBroken ? 'try again with "slipway chain retry"' : 'begin a new run with "slipway chain build"';
  return refused(run, `this run has ended: ${run.phase}`, next);
}

/** All runs of a set build in the same folders, so that only the newest one may go on. */
async function overtaken({ ledger }: ChainPorts, run: ChainRun, command: Command): Promise<Finding | null> {
  const newest = await newestRun(ledger, run.set);
  if (command === 'cancel' || newest === null || newest.run.id === run.id) return null;
  return refused(
    run,
    `a newer run has begun: ${newest.run.id}`,
    `${command} that one, which reuses what this one built`,
  );
}

/** Whoever would build on must be able to build and to release. */
async function blocked(
  ports: ChainPorts,
  run: ChainRun,
  { command, existing, ownership }: SteerWish,
): Promise<Finding | null> {
  if (command === 'cancel') return null;
  const [obstacle = null] = [
    ...(await workplaceObstacles(ports, namesIn(run), ownership)),
    ...(await releaseObstacles(ports.folder, run, existing)),
  ];
  return obstacle;
}

const refused = (run: ChainRun, what: string, remedy: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where: run.id,
  remedy,
});
