import { existsSync } from 'node:fs';
import { fileLedger, thisMachine } from '@slipway/host';
import { readManifestFile } from '@slipway/host/manifest-file';
import { chainHistory } from '@slipway/operations/orchestrate-chain';
import type { ManifestFlags } from '../flags.js';
import type { Session } from '../session.js';
import { historyLines } from '../terminal/history-lines.js';

export interface HistoryFlags extends ManifestFlags {
  readonly limit: number;
  readonly json?: true;
}

/** `slipway chain history`: reads, and writes nothing. */
export async function history(flags: HistoryFlags, { shell, output }: Session): Promise<number> {
  const { manifest, stateDir } = await readManifestFile(flags.manifest, shell.folder);
  const wish = { set: manifest.set, limit: flags.limit };
  const ports = {
    ledger: fileLedger(stateDir),
    machine: thisMachine({ environment: shell.environment, patience: 0 }),
  };
  const told = existsSync(stateDir)
    ? await chainHistory(ports, wish)
    : { schema: 1, set: manifest.set, runs: [], findings: [] };
  output.say(historyLines(told));
  output.tell(told.findings);
  output.document(told);
  return 0;
}
