import type { Workflow } from './workflow.js';

/** One start of act. */
export interface Start {
  readonly event: string;
  readonly eventFile: string;
  /** Within the workspace. */
  readonly workflowPath: string;
  readonly workflow: Workflow;
  readonly actor: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** `owner/repo@ref` → folder. */
  readonly actions: ReadonlyMap<string, string>;
}

/** Runners that a workflow may name by an expression. */
const usualLabels = ['ubuntu-latest', 'ubuntu-24.04', 'ubuntu-22.04', 'macos-latest', 'self-hosted'];

/** act's arguments: on this machine, without Docker, without a look at the files that it reads by default. */
export const argumentsOf = (start: Start): readonly string[] => [
  start.event,
  `--workflows=${start.workflowPath}`,
  `--eventpath=${start.eventFile}`,
  `--actor=${start.actor}`,
  '--json',
  '--rm',
  '--no-cache-server',
  '--no-skip-checkout',
  '--env-file=.none',
  '--secret-file=.none',
  '--var-file=.none',
  '--input-file=.none',
  ...[...new Set([...usualLabels, ...start.workflow.labels])].map((label) => `--platform=${label}=-self-hosted`),
  ...assignments('--secret', start.secrets),
  ...assignments('--var', start.variables),
  ...assignments('--env', start.environment),
  ...[...start.actions].map(([action, folder]) => `--local-repository=${action}=${folder}`),
];

const assignments = (option: string, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).map(([name, value]) => `${option}=${name}=${value}`);
