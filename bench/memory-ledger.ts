import type { Ledger, LedgerRecord } from '@slipway/operations/ports';

/** A ledger that forgets everything with the process: what a run costs without persisting. */
export function memoryLedger(): Ledger {
  const records = new Map<string, LedgerRecord>();
  return {
    read: async (key) => records.get(key) ?? null,
    write: async (key, value, expected) => {
      const current = records.get(key)?.revision ?? null;
      if (current !== expected) return { status: 'lost', winner: current };
      const revision = String(Number(current ?? 0) + 1);
      records.set(key, { value, revision });
      return { status: 'written', revision };
    },
    list: async (prefix) => [...records.keys()].filter((key) => key.startsWith(prefix)).sort(),
    history: async (key) => [records.get(key)].flatMap((record) => record ?? []),
    obstacle: async () => null,
  };
}
