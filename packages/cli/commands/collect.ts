import { join, resolve } from 'node:path';
import { artifactStore, collectionFolder, fileLedger } from '@slipway/host';
import { readManifestFile } from '@slipway/host/manifest-file';
import { collectArtifacts, collectionText } from '@slipway/operations/collect-artifacts';
import { exitCodeOf } from '../exit-code.js';
import type { Session } from '../session.js';
import { clean } from '../terminal/clean.js';
import { line } from '../terminal/text.js';

export interface CollectFlags {
  readonly manifest: string;
  readonly to: string;
  readonly replace?: true;
}

/** `slipway chain collect`. */
export async function collect(flags: CollectFlags, { shell, output }: Session): Promise<number> {
  const { manifest, notices, stateDir } = await readManifestFile(flags.manifest, shell.folder);
  output.tell(notices);
  const store = artifactStore(join(stateDir, 'artifacts'));
  const ports = {
    ledger: fileLedger(stateDir),
    folder: collectionFolder(resolve(shell.folder, flags.to), store),
  };
  const report = await collectArtifacts(ports, { manifest, existing: flags.replace ? 'replace' : 'refuse' });
  output.say(collectionText(report).map((text) => line(clean(text))));
  output.tell(report.findings);
  output.document({ ...report, findings: [...notices, ...report.findings] });
  return exitCodeOf(report);
}
