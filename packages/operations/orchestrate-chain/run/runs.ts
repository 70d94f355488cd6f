import { type Finding, ReleaseError } from '@slipway/domain';
import type { Json, Ledger, Revision } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';

/** A run as it stands in the ledger; revision `null` before its first write. */
export interface StoredRun {
  readonly run: ChainRun;
  readonly revision: Revision | null;
}

export const runKey = (id: string): string => `runs/${id}`;

export const runId = (set: string, number: number): string => `${set}.${number}`;

/** The number of a run of the set; `null` where the id is no such run's. */
export function numberOf(set: string, id: string): number | null {
  const rest = id.startsWith(`${set}.`) ? id.slice(set.length + 1) : '';
  return /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : null;
}

/**
 * The number of the run that follows the newest one, which the caller has seen. Were it looked up again, the run of somebody who began
 * meanwhile would be passed over; so its place is found taken.
 */
export const numberAfter = (set: string, newest: StoredRun | null): number =>
  ((newest && numberOf(set, newest.run.id)) ?? 0) + 1;

/** Numbers of a set's runs, newest first. */
export async function runNumbers(ledger: Ledger, set: string): Promise<readonly number[]> {
  const keys = await ledger.list(runKey(`${set}.`));
  return keys.flatMap((key) => numberOf(set, key.slice(runKey('').length)) ?? []).toSorted((a, b) => b - a);
}

export async function newestRun(ledger: Ledger, set: string): Promise<StoredRun | null> {
  const [number] = await runNumbers(ledger, set);
  return number === undefined ? null : readRun(ledger, runId(set, number));
}

export async function readRun(ledger: Ledger, id: string): Promise<StoredRun | null> {
  const record = await ledger.read(runKey(id));
  if (record === null) return null;
  if (!isRun(record.value)) throw new ReleaseError([unreadable(id, record.value)]);
  return { run: record.value, revision: record.revision };
}

/** Only we write these records, so that the schema's number vouches for the rest. */
const isRun = (value: Json): value is Json & ChainRun =>
  value !== null && typeof value === 'object' && 'schema' in value && value['schema'] === 1;

function unreadable(id: string, value: Json): Finding {
  const schema = value !== null && typeof value === 'object' && 'schema' in value ? value['schema'] : 'none';
  return {
    code: 'conflict',
    severity: 'error',
    what: `the state of this run has schema ${JSON.stringify(schema)}, and this version of Slipway reads schema 1`,
    where: id,
    remedy: 'use the version of Slipway that wrote it, or a newer one; nothing has been changed',
  };
}
