import { type AddressVariable, type Finding, githubAddress } from '@slipway/domain';

/** What the runner tells about the job that we are a step of. */
export interface ActionContext {
  /** `owner/name`; `''` outside a runner, as all texts here. */
  readonly repository: string;
  /** The tag that the workflow runs for; `null` where it runs for a branch, or nobody knows. */
  readonly tag: string | null;
  readonly runId: string;
  /** From 1; raised by each rerun. */
  readonly attempt: number;
  readonly job: string;
  /** Absolute folder of the checkout; relative paths of inputs start here. */
  readonly workspace: string;
  /** Absolute folder that is emptied before and after each job. */
  readonly temp: string;
  /** `https://github.com`, or that of an enterprise. */
  readonly serverUrl: string;
  /** `https://api.github.com`, or that of an enterprise. */
  readonly apiUrl: string;
  /** File with the document of the event that started the run. */
  readonly eventPath: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface ReadContext {
  readonly context: ActionContext;
  /** What is wrong with it: nothing may be begun then. */
  readonly findings: readonly Finding[];
}

/** What the process has where the runner says nothing. */
interface Fallback {
  readonly folder: string;
  readonly temp: string;
}

/** Names as in docs.github.com/en/actions/reference/workflows-and-actions/variables. */
export function contextOf(variables: Readonly<Record<string, string | undefined>>, fallback: Fallback): ReadContext {
  const findings: Finding[] = [];
  const value = (name: string): string => variables[name] ?? '';
  const address = (variable: AddressVariable): string => {
    const read = githubAddress(variable, variables[variable]);
    if (read.status === 'read') return read.address;
    findings.push(read.finding);
    return '';
  };
  const context = {
    repository: value('GITHUB_REPOSITORY'),
    tag: tagIn(value('GITHUB_REF')),
    runId: value('GITHUB_RUN_ID'),
    attempt: Number(variables['GITHUB_RUN_ATTEMPT'] ?? 1),
    job: value('GITHUB_JOB'),
    workspace: value('GITHUB_WORKSPACE') || fallback.folder,
    temp: value('RUNNER_TEMP') || fallback.temp,
    serverUrl: address('GITHUB_SERVER_URL'),
    apiUrl: address('GITHUB_API_URL'),
    eventPath: value('GITHUB_EVENT_PATH'),
    environment: Object.fromEntries(
      Object.entries(variables).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
  };
  return { context, findings };
}

const tagIn = (ref: string): string | null => (ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : null);
