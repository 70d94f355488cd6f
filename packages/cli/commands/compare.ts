import { releaseReader } from '@slipway/host';
import { compareReleases, comparisonText } from '@slipway/operations/compare-releases';
import { exitCodeOf } from '../exit-code.js';
import type { Session } from '../run.js';
import { clean } from '../terminal/clean.js';
import { line } from '../terminal/text.js';

/** `slipway chain compare`: reads, and writes nothing. */
export async function compare(a: string, b: string, { shell, output }: Session): Promise<number> {
  const report = await compareReleases(releaseReader(shell.folder), { a, b });
  output.say(comparisonText(report).map((text) => line(clean(text))));
  output.tell(report.findings);
  output.document(report);
  return exitCodeOf(report);
}
