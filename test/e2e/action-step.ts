import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

export interface StepEnd {
  readonly code: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What the runner would read: lines for people, and commands. */
  readonly log: string;
}

/** A step that has begun. */
export interface RunningStep {
  readonly process: ChildProcess;
  readonly end: Promise<StepEnd>;
}

/** Starts a bundled action as the runner does: inputs and files in the environment, the checkout as working folder. */
export function startStep(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  action = 'orchestrate-chain',
): RunningStep {
  const temp = mkdtempSync(join(workspace, '.runner-temp-'));
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary.md')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const environment = {
    PATH: process.env['PATH'],
    HOME: temp,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'acme/releases',
    GITHUB_RUN_ID: '7',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...env,
  };
  const child = spawn(node, [join(root, 'dist', action, 'index.js')], { cwd: workspace, env: environment });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const end = new Promise<StepEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, outputs: outputsIn(readFileSync(output, 'utf8')), summary: readFileSync(summary, 'utf8'), log });
    });
  });
  return { process: child, end };
}

export const runStep = (...args: Parameters<typeof startStep>): Promise<StepEnd> => startStep(...args).end;

/** `name<<delimiter`, the value, the delimiter. */
const outputsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^(?<name>[\w-]+)<<(?<end>ghadelimiter_\S+)\n(?<value>.*?)\n\k<end>$/gms)].map(({ groups }) => [
      groups?.['name'] ?? '',
      groups?.['value'] ?? '',
    ]),
  );
