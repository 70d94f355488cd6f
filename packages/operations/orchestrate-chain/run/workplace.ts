import { type Finding, listed, ReleaseError } from '@slipway/domain';
import type { Json, Ledger, LedgerRecord, Machine, Owner } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { type EndOrphan, endOrphans, isSameOwner, ownerText } from './recover.js';
import { readRun } from './runs.js';

/**
 * A component is built in the same folder whichever set it is built for, so that what compilers remember of it stays good. One record tells
 * for all sets who builds there; of two that begin in the same moment, whoever writes it second finds the first.
 */
const key = 'at-work';

/** A run that is being built in these folders, or was when its owner was killed. */
interface Worker {
  readonly run: string;
  readonly owner: Owner;
  readonly components: readonly string[];
}

export interface Workplace {
  readonly ledger: Ledger;
  readonly machine: Pick<Machine, 'self' | 'isAlive'>;
  readonly endOrphan: EndOrphan;
}

export const namesIn = ({ components }: ChainRun): readonly string[] =>
  components.map(({ component }) => component.name);

/** Whoever else builds some of these components. */
export async function workplaceObstacles(
  { ledger, machine }: Omit<Workplace, 'endOrphan'>,
  components: readonly string[],
  ownership: 'respect' | 'take-over',
): Promise<readonly Finding[]> {
  const workers = othersIn(await ledger.read(key), machine.self());
  const obstacles = workers.map(async (worker) => {
    const shared = sharedBy(worker, components);
    if (shared.length === 0) return [];
    const state = await machine.isAlive(worker.owner);
    const isFree = state === 'dead' || (state === 'unknown' && ownership === 'take-over');
    return isFree ? [] : [occupied(worker, shared, state)];
  });
  return (await Promise.all(obstacles)).flat();
}

/**
 * Does `work` on a run while all can see who builds it. What a killed owner left running, for whichever set, is ended first. An owner of
 * whom nothing can be seen is forgotten where its components are wanted: it was an obstacle, and somebody has decided.
 */
export async function inWorkplace<T>(workplace: Workplace, run: ChainRun, work: () => Promise<T>): Promise<T> {
  const mine: Worker = { run: run.id, owner: workplace.machine.self(), components: namesIn(run) };
  await update(workplace, async (others) => [...(await staying(workplace, others, mine)), mine]);
  try {
    return await work();
  } finally {
    // An entry that stays is soon that of a dead process.
    await update(workplace, async (others) => others).catch(() => {});
  }
}

async function staying(
  { ledger, machine, endOrphan }: Workplace,
  others: readonly Worker[],
  { components }: Worker,
): Promise<readonly Worker[]> {
  const found: Worker[] = [];
  for (const worker of others) {
    const state = await machine.isAlive(worker.owner);
    const shared = sharedBy(worker, components);
    // It may have come since obstacles were looked for.
    if (state === 'alive' && shared.length > 0) throw new ReleaseError([occupied(worker, shared, state)]);
    if (state === 'alive' || (state === 'unknown' && shared.length === 0)) found.push(worker);
    const left = state === 'dead' ? await readRun(ledger, worker.run) : null;
    if (left) await endOrphans(left.run, endOrphan);
  }
  return found;
}

/** Writes who is at work, given all but ourselves; tried again where somebody else was first. */
async function update(
  { ledger, machine }: Workplace,
  change: (others: readonly Worker[]) => Promise<readonly Worker[]>,
): Promise<void> {
  for (;;) {
    const record = await ledger.read(key);
    const workers = await change(othersIn(record, machine.self()));
    const value = { schema: 1, workers: workers.map(({ owner, ...rest }) => ({ ...rest, owner: { ...owner } })) };
    const { status } = await ledger.write(key, value, record?.revision ?? null);
    if (status === 'written') return;
  }
}

const sharedBy = (worker: Worker, components: readonly string[]): readonly string[] =>
  worker.components.filter((name) => components.includes(name));

function occupied({ run, owner }: Worker, shared: readonly string[], state: 'alive' | 'unknown'): Finding {
  const names = listed(shared, 3);
  const what = {
    alive: `${ownerText(owner)} is building ${names} in the same folders`,
    unknown: `${ownerText(owner)} was building ${names} in the same folders, and whether it still does cannot be seen from here`,
  };
  return { code: 'conflict', severity: 'error', what: what[state], where: run, remedy: remedies[state] };
}

const remedies = {
  alive: 'wait until it ends, or keep the manifests of sets that are built at the same time in folders of their own',
  unknown: 'look there; if it has ended, go on with "slipway chain build --take-over"',
} as const;

function othersIn(record: LedgerRecord | null, self: Owner): readonly Worker[] {
  const value = record?.value ?? null;
  const workers = value !== null && typeof value === 'object' && 'workers' in value ? value['workers'] : null;
  const all = Array.isArray(workers) ? workers.filter(isWorker) : [];
  return all.filter(({ owner }) => !isSameOwner(owner, self));
}

/** Only we write this record. */
const isWorker = (value: Json): value is Json & Worker =>
  value !== null && typeof value === 'object' && 'owner' in value && 'components' in value;
