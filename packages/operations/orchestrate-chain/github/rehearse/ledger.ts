import type { Ledger, LedgerRecord } from '../../../ports/index.js';

/** A ledger as it would be after what is rehearsed: what is there is read, what is written is kept here. */
export function keptInMemory(real: Ledger): Ledger {
  const written = new Map<string, readonly LedgerRecord[]>();
  const read: Ledger['read'] = async (key) => written.get(key)?.[0] ?? real.read(key);
  return {
    read,
    async write(key, value, expected) {
      const standing = (await read(key))?.revision ?? null;
      if (standing !== expected) return { status: 'lost', winner: standing };
      const before = written.get(key) ?? [];
      const revision = `rehearsed-${before.length + 1}`;
      written.set(key, [{ value, revision }, ...before]);
      return { status: 'written', revision };
    },
    async list(prefix) {
      const kept = [...written.keys()].filter((key) => key.startsWith(prefix));
      return [...new Set([...(await real.list(prefix)), ...kept])].toSorted();
    },
    obstacle: (key) => real.obstacle(key),
    history: async (key) => [...(written.get(key) ?? []), ...(await real.history(key))],
  };
}
