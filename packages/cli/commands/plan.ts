import { ReleaseError } from '@slipway/domain';
import { fileLedger } from '@slipway/host/file-ledger';
import { readManifestFile } from '@slipway/host/manifest-file';
import { planChain, planJson, planMermaid, readDurations } from '@slipway/operations/orchestrate-chain';
import { exitCodeOf } from '../exit-code.js';
import type { Session } from '../session.js';
import { cleanJson } from '../terminal/clean.js';
import { planLines } from '../terminal/plan-lines.js';

export interface PlanFlags {
  readonly manifest: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: 'table' | 'json' | 'mermaid';
  readonly json?: true;
}

/** `slipway chain plan`: reads, and writes nothing. */
export async function plan(flags: PlanFlags, { shell, output }: Session): Promise<number> {
  const { manifest, notices, stateDir } = await readManifestFile(flags.manifest, shell.folder);
  const selection = { only: flags.only ?? [], skip: flags.skip ?? [] };
  const planning = planChain(manifest, selection, await readDurations(fileLedger(stateDir)));
  if (planning.status === 'refused') throw new ReleaseError(planning.findings);
  output.tell(notices);
  switch (flags.json ? 'json' : flags.format) {
    case 'json':
      shell.out.write(`${cleanJson(planJson(planning.plan))}\n`);
      break;
    case 'mermaid':
      shell.out.write(planMermaid(planning.plan));
      break;
    case 'table':
      output.say(planLines(planning.plan));
  }
  return exitCodeOf({ outcome: 'planned', findings: notices });
}
