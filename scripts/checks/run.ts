import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Check } from './list.ts';

export interface Tally {
  readonly passed: number;
  /** Names of what failed. */
  readonly failed: readonly string[];
}

interface Ended {
  readonly succeeded: boolean;
  readonly output: string;
}

/**
 * Runs one group of checks after the other, of each as many at a time as there are processors; a check is told in one line when it has ended,
 * with its output where it failed.
 */
export async function runChecks(
  root: string,
  groups: readonly (readonly Check[])[],
  tell: (line: string) => void = console.log,
): Promise<Tally> {
  const failed: string[] = [];
  const run = async ({ name, command }: Check): Promise<void> => {
    const begun = performance.now();
    const { succeeded, output } = await outputOf(root, command);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    tell(`${succeeded ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`);
    if (succeeded) return;
    failed.push(name);
    tell(indented(output));
  };
  for (const group of groups) {
    const waiting = [...group];
    const work = async (): Promise<void> => {
      for (let check = waiting.shift(); check; check = waiting.shift()) await run(check);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  }
  return { passed: groups.flat().length - failed.length, failed };
}

/** Our tools, and the Node that they run on, before those of the machine. */
export function environment(root: string): NodeJS.ProcessEnv {
  const PATH = ['node_modules/node/bin', 'node_modules/.bin'].map((path) => join(root, path));
  return {
    ...process.env,
    PATH: [...PATH, process.env['PATH']].join(delimiter),
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings', // jest runs ES modules only with this
  };
}

function outputOf(root: string, [file, ...args]: Check['command']): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env: environment(root), stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ succeeded: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '      ');
