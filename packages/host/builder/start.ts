import type { BuildOrder } from '@slipway/operations/ports';
import { findExecutable } from '../processes/executable.js';
import { type GatedProcess, startGated } from '../processes/gated.js';
import type { Attempt } from './attempt.js';
import { buildEnvironment } from './environment.js';
import { ownTrouble, type Trouble } from './failures.js';

export interface Surroundings {
  /** Absolute folder of the manifest. */
  readonly manifestDir: string;
  /** Our own environment, whole. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts the build's first process, which waits at its gate. `output`: the log's descriptor. */
export async function startBuild(
  order: BuildOrder,
  attempt: Attempt,
  output: number,
  { manifestDir, environment }: Surroundings,
): Promise<GatedProcess | Trouble> {
  const [name, ...args] = commandOf(order, manifestDir);
  const env = buildEnvironment(environment, order, { ...attempt, manifestDir });
  const executable = findExecutable(name, attempt.source, env['PATH']);
  if (executable.status !== 'found') return couldNotStart(name, reasons[executable.status]);
  // The name as it was written is what the command sees as its own; one with a hyphen in front would be an option of sh.
  const program = name.startsWith('-') ? executable.path : name;
  return startGated({ program, args, folder: attempt.source, env, output }).catch((error: unknown) =>
    couldNotStart(name, ownTrouble(error).what),
  );
}

function commandOf({ component }: BuildOrder, manifestDir: string): [string, ...string[]] {
  const [name = '', ...args] = component.build?.command ?? [];
  const filledIn = (text: string): string => text.replaceAll('{manifest-dir}', () => manifestDir);
  return [filledIn(name), ...args.map(filledIn)];
}

const couldNotStart = (name: string, why: string): Trouble => ({
  kind: 'infrastructure',
  what: `could not start ${name}: ${why}`,
});

const reasons = { missing: 'there is no such program', 'not-executable': 'the file is not executable' };
