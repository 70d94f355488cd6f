import type { Finding } from '@slipway/domain';

/** What JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Which write a record stands at. Opaque: only the adapter that made it can read it. */
export type Revision = string;

/** One JSON document of the ledger, as it stood when it was read. */
export interface LedgerRecord {
  readonly value: Json;
  readonly revision: Revision;
}

/** A lost race is a value, not an exception: the loser reads again and decides anew. */
export type WriteResult =
  | { readonly status: 'written'; readonly revision: Revision }
  | { readonly status: 'lost'; readonly winner: Revision | null };

/**
 * Where state is kept. Keys are paths of names, `runs/set-1.3/state`. Every adapter passes the contract test in
 * `test/contract/ledger.ts`.
 */
export interface Ledger {
  read(key: string): Promise<LedgerRecord | null>;
  /** Writes only if the record still stands at `expected` (`null`: does not exist yet). */
  write(key: string, value: Json, expected: Revision | null): Promise<WriteResult>;
  /** Keys that begin with `prefix`, sorted by bytes. */
  list(prefix: string): Promise<readonly string[]>;
  /** The record's last writes, newest first; an adapter may forget old ones. */
  history(key: string): Promise<readonly LedgerRecord[]>;
  /**
   * Why the record cannot be written, as far as can be seen on this machine and without writing; else `null`. What a token may do, the
   * repository tells.
   */
  obstacle(key: string): Promise<Finding | null>;
}
