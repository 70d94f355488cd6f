import { type Finding, problem } from '@slipway/domain';
import { cancelOf } from '../run/commands.js';
import { ownerText } from '../run/recover.js';
import { newestRun } from '../run/runs.js';
import type { GithubPorts } from './ports.js';
import type { GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** What is cancelled is not gone on with unasked. */
export const cancelled = (run: string, what = 'this chain run was cancelled'): Finding =>
  problem(
    'conflict',
    what,
    run,
    'give the command retry to go on with it, or --restart to begin the next chain run under this tag',
  );

/** Whoever was at work when somebody else cancelled is told who that was, and what can be done now. */
export async function namingCanceller(
  { ledger }: Pick<GithubPorts, 'ledger'>,
  { tag }: Pick<GithubWish, 'tag'>,
  report: GithubReport,
): Promise<GithubReport> {
  if (report.status !== 'cancelled') return report;
  const run = report.chain?.run ?? (await newestRun(ledger, tag))?.run.id ?? tag;
  const cancel = await cancelOf(ledger, run);
  const when = cancel && `${new Date(cancel.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const what = cancel ? `${ownerText(cancel.by)} cancelled this chain run, ${when}` : undefined;
  return { ...report, findings: [...report.findings, cancelled(run, what)] };
}
