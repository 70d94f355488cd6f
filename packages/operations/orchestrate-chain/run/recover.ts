import type { Finding } from '@slipway/domain';
import type { LocalProcess, Machine, Owner } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';

/** Ends what is left of a build, if its process is still the same. */
export type EndOrphan = (process: LocalProcess) => Promise<unknown>;

/** `null` where we may go on with a run that did not end; else a finding that names its owner. */
export async function mayTakeOver(
  run: ChainRun,
  machine: Machine,
  ownership: 'respect' | 'take-over',
): Promise<Finding | null> {
  if (run.owner === null) return null;
  const state = await machine.isAlive(run.owner);
  if (state === 'dead' || (state === 'unknown' && ownership === 'take-over')) return null;
  return ownedBy(run, run.owner, state);
}

/** So that nothing builds twice at once: what a dead owner left running is ended before anything begins again. */
export async function endOrphans(run: ChainRun, endOrphan: EndOrphan): Promise<void> {
  const left = run.builds.flatMap((build) =>
    build.status === 'running' && build.process && 'pid' in build.process ? [build.process] : [],
  );
  await Promise.all(left.map(endOrphan));
}

/** As messages name it. */
export const ownerText = (owner: Owner): string =>
  'pid' in owner
    ? `process ${owner.pid} on ${owner.host}`
    : `job ${owner.job} of run ${owner.runId} (attempt ${owner.attempt}) in ${owner.repository}`;

function ownedBy(run: ChainRun, owner: Owner, state: 'alive' | 'unknown'): Finding {
  const who = ownerText(owner);
  return state === 'alive'
    ? {
        code: 'conflict',
        severity: 'error',
        what: `${who} is building this run`,
        where: run.id,
        remedy: `wait until it ends, watch it with "slipway chain status --watch", or pause or end it with "slipway chain pause" or "cancel"`,
      }
    : {
        code: 'conflict',
        severity: 'error',
        what: `${who} was building this run, and whether it still does cannot be seen from here`,
        where: run.id,
        remedy: `look there; if it has ended, go on with "slipway chain build --take-over"`,
      };
}
