import { availableParallelism } from 'node:os';
import { basename, relative } from 'node:path';
import { quoted } from './terminal/commands.js';

/** Where text goes: a terminal, a pipe, a file. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Of a terminal, in characters. */
  readonly columns?: number;
  readonly rows?: number;
}

/** All that the command line takes from the process that it runs in. */
export interface Shell {
  /** As they were typed, without the program. */
  readonly args: readonly string[];
  /** What to type to start this program again. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The folder that paths are relative to; absolute. */
  readonly folder: string;
  readonly platform: string;
  /** How many builds this machine can run at a time. */
  readonly processors: number;
  readonly out: Stream;
  readonly err: Stream;
  readonly now: () => number;
  /** From this call on, signals to end are heard. */
  readonly interruption: () => Interruption;
}

export interface Interruption {
  /** Aborted by the first signal. */
  readonly polite: AbortSignal;
  /** Aborted by the second one, after which the process ends at once. */
  readonly atOnce: AbortSignal;
}

export function thisShell(): Shell {
  const [, script = '', ...args] = process.argv;
  const folder = process.cwd();
  // Whoever reads our output may stop (`| head`): nobody is left to tell.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    args,
    program: basename(script) === 'slipway' ? 'slipway' : `node ${quoted(relative(folder, script))}`,
    environment: definedOnly(process.env),
    folder,
    platform: process.platform,
    processors: availableParallelism(),
    out: process.stdout,
    err: process.stderr,
    now: () => Date.now(),
    interruption,
  };
}

/** What a terminal, a supervisor and a closed window send. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The code that a shell gives a process which SIGINT has ended. */
export const interruptedCode = 130;

function interruption(): Interruption {
  const [polite, atOnce] = [new AbortController(), new AbortController()];
  for (const signal of signals) {
    process.on(signal, () => {
      if (!polite.signal.aborted) return polite.abort();
      atOnce.abort();
      process.exit(interruptedCode);
    });
  }
  return { polite: polite.signal, atOnce: atOnce.signal };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
