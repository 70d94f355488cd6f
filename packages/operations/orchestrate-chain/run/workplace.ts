import { type Finding, ReleaseError } from '@slipway/domain';
import type { Json, Ledger, LedgerRecord, Machine, Owner, Vitality } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { type EndOrphan, endOrphans, ownerText } from './recover.js';
import { readRun } from './runs.js';

/**
 * A component is built in the same folder whichever set it is built for, so that what compilers remember of it stays good. One record tells
 * for all sets who builds there. Of one set only its newest run can have an owner, so that a set's runs do not meet here.
 */
const key = 'at-work';

/** A run that somebody builds on this machine, or had not ended when he was killed. */
interface Worker {
  readonly run: string;
  readonly set: string;
  readonly owner: Owner;
  readonly components: readonly string[];
}

export interface Workplace {
  readonly ledger: Ledger;
  readonly machine: Pick<Machine, 'self' | 'isAlive'>;
  readonly endOrphan: EndOrphan;
}

type Wanted = Pick<Worker, 'set' | 'components'>;
type Ownership = 'respect' | 'take-over';

export const wantedBy = ({ set, components }: ChainRun): Wanted => ({
  set,
  components: components.map(({ component }) => component.name),
});

/** Whoever builds some of these components for another set. */
export async function workplaceObstacles(
  { ledger, machine }: Omit<Workplace, 'endOrphan'>,
  wanted: Wanted,
  ownership: Ownership,
): Promise<readonly Finding[]> {
  const workers = workersIn(await ledger.read(key));
  const obstacles = workers.map(async (worker) =>
    obstacleOf(worker, wanted, await machine.isAlive(worker.owner), ownership),
  );
  return (await Promise.all(obstacles)).flat();
}

/** Does `work` on a run while all can see who builds it. What a killed owner left running for another set is ended first. */
export async function inWorkplace<T>(workplace: Workplace, run: ChainRun, work: () => Promise<T>): Promise<T> {
  const mine: Worker = { run: run.id, owner: workplace.machine.self(), ...wantedBy(run) };
  await enter(workplace, mine);
  try {
    return await work();
  } finally {
    // An entry that stays is soon that of a dead process.
    await update(workplace.ledger, async (workers) => workers.filter((one) => !isSame(one, mine))).catch(() => {});
  }
}

async function enter({ ledger, machine, endOrphan }: Workplace, mine: Worker): Promise<void> {
  await update(ledger, async (workers) => {
    const others: Worker[] = [];
    for (const worker of workers.filter(({ set }) => set !== mine.set)) {
      const state = await machine.isAlive(worker.owner);
      // Somebody may have come since obstacles were looked for; of whom nothing can be seen, that has been decided then.
      const [obstacle] = obstacleOf(worker, mine, state, 'take-over');
      if (obstacle) throw new ReleaseError([obstacle]);
      if (state !== 'dead') others.push(worker);
      const left = state === 'dead' ? await readRun(ledger, worker.run) : null;
      if (left) await endOrphans(left.run, endOrphan);
    }
    return [...others, mine];
  });
}

/** Changes the list of workers as it stands; tried again where somebody else was first. */
async function update(
  ledger: Ledger,
  change: (workers: readonly Worker[]) => Promise<readonly Worker[]>,
): Promise<void> {
  for (;;) {
    const record = await ledger.read(key);
    const workers = await change(workersIn(record));
    const value = { schema: 1, workers: workers.map(({ owner, ...rest }) => ({ ...rest, owner: { ...owner } })) };
    const { status } = await ledger.write(key, value, record?.revision ?? null);
    if (status === 'written') return;
  }
}

function obstacleOf(worker: Worker, wanted: Wanted, state: Vitality, ownership: Ownership): readonly Finding[] {
  const shared = worker.components.filter((name) => wanted.components.includes(name));
  const isFree = state === 'dead' || (state === 'unknown' && ownership === 'take-over');
  if (worker.set === wanted.set || shared.length === 0 || isFree) return [];
  const who = ownerText(worker.owner);
  const names =
    shared.length > 3 ? `${shared.slice(0, 3).join(', ')} and ${shared.length - 3} more` : shared.join(', ');
  return [
    {
      code: 'conflict',
      severity: 'error',
      what:
        state === 'alive'
          ? `${who} is building ${names} for another set in the same folders`
          : `${who} was building ${names} for another set in the same folders, and whether it still does cannot be seen from here`,
      where: worker.run,
      remedy:
        state === 'alive'
          ? 'wait until it ends, or keep the manifests of sets that are built at the same time in folders of their own'
          : 'look there; if it has ended, go on with "slipway chain build --take-over"',
    },
  ];
}

const isSame = (one: Worker, other: Worker): boolean =>
  one.run === other.run && ownerText(one.owner) === ownerText(other.owner);

function workersIn(record: LedgerRecord | null): readonly (Json & Worker)[] {
  const value = record?.value ?? null;
  const workers = value !== null && typeof value === 'object' && 'workers' in value ? value['workers'] : null;
  return Array.isArray(workers) ? workers.filter(isWorker) : [];
}

/** Only we write this record. */
const isWorker = (value: Json): value is Json & Worker =>
  value !== null && typeof value === 'object' && 'owner' in value && 'components' in value;
