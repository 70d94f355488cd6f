import type { Finding } from '@slipway/domain';
import type { LocalProcess, Machine, Owner } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';

/** Ends what is left of a build, if its process is still the same. */
export type EndOrphan = (process: LocalProcess) => Promise<unknown>;

/** Something that one owner at a time writes. */
export interface Owned extends Pick<ChainRun, 'id' | 'owner' | 'builder'> {
  /** What its owner does to it; by default it builds it. */
  readonly doing?: string;
}

/** `null` where we may go on with what did not end; else a finding that names its owner. */
export async function mayTakeOver(
  owned: Owned,
  machine: Pick<Machine, 'isAlive'>,
  ownership: 'respect' | 'take-over',
): Promise<Finding | null> {
  if (owned.owner === null) return null;
  const state = await machine.isAlive(owned.owner);
  if (state === 'dead' || (state === 'unknown' && ownership === 'take-over')) return null;
  return ownedBy(owned, owned.owner, state);
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

/** Of a process its start counts too, as ids are given out anew. */
export const isSameOwner = (one: Owner, other: Owner): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
const sorted = (owner: Owner) => Object.entries(owner).toSorted(([one], [other]) => (one < other ? -1 : 1));

/** What is being cancelled heeds nothing else until that has ended. */
export async function cancelling(run: ChainRun, owner: Owner, machine: Pick<Machine, 'isAlive'>): Promise<Finding> {
  const state = (await machine.isAlive(owner)) === 'unknown' ? 'unknown' : 'alive';
  const finding = ownedBy({ ...run, doing: 'cancelling this run' }, owner, state);
  const retry = run.builder === 'github' ? 'retry' : '"slipway chain retry"';
  return state === 'unknown'
    ? finding
    : { ...finding, remedy: `once it has ended, go on with ${retry}: what is built is kept` };
}

const building = 'building this run';

function ownedBy({ id, builder, doing = building }: Owned, owner: Owner, state: 'alive' | 'unknown'): Finding {
  const who = ownerText(owner);
  const remedies = builder === 'github' ? onGithub(doing) : onThisMachine;
  return {
    code: 'conflict',
    severity: 'error',
    what:
      state === 'alive'
        ? `${who} is ${doing}`
        : `${who} was ${doing}, and whether it still does cannot be seen from here`,
    where: id,
    remedy: remedies[state],
  };
}

const onThisMachine = {
  alive:
    'wait until it ends, watch it with "slipway chain status --watch", or pause or end it with "slipway chain pause" or "cancel"',
  unknown: 'look there; if it has ended, go on with "slipway chain build --take-over"',
} as const;

const onGithub = (doing: string) => ({
  alive:
    doing === building
      ? 'wait until it ends, or give it a command by release_control.yml: status, pause or cancel'
      : 'wait until it ends',
  unknown:
    'give the token actions: read there, by which it is seen; or look there, and if it has ended, go on from a terminal with "slipway chain release --take-over"',
});
