import type { Finding } from '@slipway/domain';
import type { GithubReport } from './report.js';

/** What a command to a chain run came to. */
export type GithubSteered =
  /** Its owner will see the command. */
  | { readonly status: 'told'; readonly run: string; readonly owner: string }
  /** Nobody owned the run, and the orchestrator's workflow goes on with it. */
  | { readonly status: 'started'; readonly run: string; readonly workflow: string }
  | { readonly status: 'done'; readonly report: GithubReport }
  | { readonly status: 'refused'; readonly finding: Finding };

export const noRun = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no chain run has begun under this tag',
  where: tag,
  remedy: 'begin one with prepare',
});
