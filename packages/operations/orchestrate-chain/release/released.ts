import type { Json, Ledger } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';

/** Which commits a set was released with, kept so that the next set's notes can tell what changed. */
export interface Released {
  readonly set: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly components: readonly { readonly name: string; readonly version: string; readonly commit: string | null }[];
}

const prefix = 'released/';

export async function recordReleased(ledger: Ledger, run: ChainRun): Promise<void> {
  const components = run.components.map(({ component: { name, version }, source }) => ({
    name,
    version,
    commit: source.commit,
  }));
  const before = await ledger.read(`${prefix}${run.set}`);
  await ledger.write(`${prefix}${run.set}`, { set: run.set, at: run.now, components }, before?.revision ?? null);
}

/** The set that was released last before this one; `null` where this is the first. */
export async function previousRelease(ledger: Ledger, set: string): Promise<Released | null> {
  const keys = (await ledger.list(prefix)).filter((key) => key !== `${prefix}${set}`);
  const records = await Promise.all(keys.map((key) => ledger.read(key)));
  return records
    .flatMap((record) => (record && isReleased(record.value) ? [record.value] : []))
    .reduce<Released | null>((latest, one) => (latest === null || one.at > latest.at ? one : latest), null);
}

const isReleased = (value: Json): value is Json & Released =>
  value !== null && typeof value === 'object' && 'components' in value && Array.isArray(value['components']);
