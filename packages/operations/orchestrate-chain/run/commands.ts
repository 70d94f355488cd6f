import type { Clock, Json, Ledger, Owner } from '../../ports/index.js';
import type { Command } from '../engine/event.js';
import type { ChainRun } from '../engine/state.js';
import type { Emit } from './inbox.js';

/** What people want of a run, in the order of the telling: a record beside the run's own, which only its owner writes. */
interface Told {
  readonly command: Command;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: Owner;
}

const keyOf = (run: string): string => `commands/${run}`;

/** Adds a command, for whoever comes to the run next. */
export async function tell(ledger: Ledger, run: string, told: Told): Promise<void> {
  await add(ledger, run, told, () => true);
}

/** Adds a command for a living owner. `false`, and nothing is added, where it would be lost: who cancels hears nothing else any more. */
export const tellOwner = (
  ledger: Ledger,
  { id, answered, intent }: Pick<ChainRun, 'id' | 'answered' | 'intent'>,
  told: Told,
): Promise<boolean> => {
  const isCancelling = (before: readonly Json[]) =>
    intent === 'cancel' || before.slice(answered).some((one) => commandIn(one) === 'cancel');
  return add(ledger, id, told, (before) => told.command === 'cancel' || !isCancelling(before));
};

/** Nobody's command is lost: who loses a race reads again. */
async function add(
  ledger: Ledger,
  run: string,
  { command, at, by }: Told,
  isHeard: (before: readonly Json[]) => boolean,
): Promise<boolean> {
  for (;;) {
    const record = await ledger.read(keyOf(run));
    const before = listIn(record?.value ?? null);
    if (!isHeard(before)) return false;
    const commands = [...before, { command, at, by: { ...by } }];
    const result = await ledger.write(keyOf(run), { schema: 1, commands }, record?.revision ?? null);
    if (result.status === 'written') return true;
  }
}

export interface Pending {
  /** How many commands there are, answered ones included. */
  readonly count: number;
  /** What is left to do of the others: a cancel holds until somebody wants a retry. `null`: nothing that outlives its owner. */
  readonly wish: 'cancel' | 'retry' | null;
}

/** What was asked of a run after the first `answered` commands, which its owner has followed. */
export async function pendingCommands(
  ledger: Ledger,
  { id, answered }: { readonly id: string; readonly answered: number },
): Promise<Pending> {
  const commands = listIn((await ledger.read(keyOf(id)))?.value ?? null);
  const wish = commands
    .slice(answered)
    .map(commandIn)
    .findLast((command) => command === 'cancel' || command === 'retry');
  return { count: commands.length, wish: wish ?? null };
}

/** Who cancelled a run last, and when; `null` where nobody was told to. */
export async function cancelOf(ledger: Ledger, run: string): Promise<Pick<Told, 'at' | 'by'> | null> {
  const commands = listIn((await ledger.read(keyOf(run)))?.value ?? null).filter(isTold);
  return commands.findLast(({ command }) => command === 'cancel') ?? null;
}

/** Only we write these records, so that the command vouches for the rest. */
const isTold = (value: Json): value is Json & Told => commandIn(value) !== null;

/** Emits each command after the first `answered`, until the signal is aborted; looks `every` so many milliseconds. */
export async function listen(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { id, answered, every }: { readonly id: string; readonly answered: number; readonly every: number },
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  let heard = answered;
  for (;;) {
    await clock.sleep(every, signal);
    if (signal.aborted) return;
    const commands = listIn((await ledger.read(keyOf(id)))?.value ?? null);
    for (const one of commands.slice(heard)) {
      heard += 1;
      const command = commandIn(one);
      if (command) void emit({ type: 'command', command, number: heard }).catch(() => {}); // the loop tells itself why it broke down
    }
  }
}

function listIn(value: Json): readonly Json[] {
  const commands = value !== null && typeof value === 'object' && 'commands' in value ? value['commands'] : null;
  return Array.isArray(commands) ? commands : [];
}

function commandIn(value: Json): Command | null {
  const command = value !== null && typeof value === 'object' && 'command' in value ? value['command'] : null;
  return command === 'pause' || command === 'resume' || command === 'retry' || command === 'cancel' ? command : null;
}
