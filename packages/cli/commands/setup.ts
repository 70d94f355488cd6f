import { gitCheckouts, thisMachine } from '@slipway/host';
import { readManifestFile } from '@slipway/host/manifest-file';
import { setupCheckouts, setupText } from '@slipway/operations/setup-checkouts';
import { exitCodeOf } from '../exit-code.js';
import type { ManifestFlags } from '../flags.js';
import type { Session } from '../session.js';
import { clean } from '../terminal/clean.js';
import { line } from '../terminal/text.js';
import { serverUrlOf } from './driver.js';

/** Milliseconds that a tool may take to tell its version. */
const patience = 10_000;

/** `slipway chain setup`. */
export async function setup(flags: ManifestFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const { environment } = shell;
  const { manifest, folder, notices } = await readManifestFile(flags.manifest, shell.folder);
  output.tell(notices);
  const ports = {
    checkouts: gitCheckouts({ manifestDir: folder, serverUrl: serverUrlOf(session), environment }),
    machine: thisMachine({ environment, patience }),
  };
  const report = await setupCheckouts(ports, { manifest, manifestDir: folder });
  output.say(setupText(report).map((text) => line(clean(text))));
  output.tell(report.findings);
  output.document({ ...report, findings: [...notices, ...report.findings] });
  return exitCodeOf(report);
}
