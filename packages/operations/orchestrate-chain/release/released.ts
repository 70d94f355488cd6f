import type { Json, Ledger } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';

/** Which commits a set was released with, kept so that the next set's notes can tell what changed. */
export interface Released {
  readonly set: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly components: readonly { readonly name: string; readonly version: string; readonly commit: string | null }[];
}

/** One record for the last few sets, newest first: on GitHub each record costs a request to read. */
const key = 'last-released';

/** Enough for a set whose notes are asked for again when others have followed. */
const kept = 5;

/** Nobody's release is lost: who loses a race reads again. */
export async function recordReleased(ledger: Ledger, { set, now: at, components: built }: ChainRun): Promise<void> {
  const components = built.map(({ component: { name, version }, source }) => ({
    name,
    version,
    commit: source.commit,
  }));
  for (;;) {
    const record = await ledger.read(key);
    const others = setsIn(record?.value ?? null).filter((one) => one.set !== set);
    const sets = [{ set, at, components }, ...others].toSorted((one, other) => other.at - one.at).slice(0, kept);
    const result = await ledger.write(key, { schema: 1, sets }, record?.revision ?? null);
    if (result.status === 'written') return;
  }
}

/** The set that was released last before this one; `null` where this is the first. */
export async function previousRelease(ledger: Ledger, set: string): Promise<Released | null> {
  const sets = setsIn((await ledger.read(key))?.value ?? null);
  return sets[sets.findIndex((one) => one.set === set) + 1] ?? null;
}

function setsIn(value: Json): readonly (Json & Released)[] {
  const sets = value !== null && typeof value === 'object' && 'sets' in value ? value['sets'] : null;
  return Array.isArray(sets) ? sets.filter(isReleased) : [];
}

const isReleased = (value: Json): value is Json & Released =>
  value !== null && typeof value === 'object' && 'components' in value && Array.isArray(value['components']);
