import type { Finding } from '@slipway/domain';
import type { PlannedRequest } from '../../ports/index.js';
import type { GithubReport } from './report.js';
import type { Stage } from './rehearse/stage.js';

/** What a command to a chain run came to. */
export type GithubSteered =
  /** Its owner will see the command. */
  | { readonly status: 'told'; readonly run: string; readonly owner: string }
  /** Nobody owned the run, and the orchestrator's workflow goes on with it. */
  | { readonly status: 'started'; readonly run: string; readonly workflow: string }
  | { readonly status: 'done'; readonly run: string; readonly report: GithubReport }
  | { readonly status: 'refused'; readonly finding: Finding }
  /** A dry run. `would`: what it would come to, as words after "would"; `requests`: what it would send, besides the state in the ledger. */
  | {
      readonly status: 'planned';
      readonly run: string;
      readonly would: string;
      readonly requests: readonly PlannedRequest[];
    };

export const noRun = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no chain run has begun under this tag',
  where: tag,
  remedy: 'begin one with prepare',
});

/** What a command came to on a stage, as what it would come to. A refusal is one here, too. */
export function planned(steered: GithubSteered, { requests }: Stage): GithubSteered {
  switch (steered.status) {
    case 'refused':
    case 'planned':
      return steered;
    case 'told':
      return { status: 'planned', run: steered.run, would: `tell ${steered.owner}`, requests: requests() };
    case 'started':
      return { status: 'planned', run: steered.run, would: `start ${steered.workflow}`, requests: requests() };
    case 'done':
      return {
        status: 'planned',
        run: steered.run,
        would: 'be cancelled here, as nobody drives it',
        requests: requests(),
      };
  }
}
