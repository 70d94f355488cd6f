import { releaseReader } from '@slipway/host';
import { compareReleases, comparisonText } from '@slipway/operations/compare-releases';
import { conclude } from '../conclude.js';
import type { Session } from '../session.js';

/** `slipway chain compare`: reads, and writes nothing. */
export async function compare(a: string, b: string, { shell, output }: Session): Promise<number> {
  const report = await compareReleases(releaseReader(shell.folder), { a, b });
  return conclude(output, report, comparisonText(report));
}
