import { writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, relative } from 'node:path';
import { clean } from './terminal/clean.js';
import { command, quoted } from './terminal/commands.js';

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
  const unheard = onLoss();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unheard);
  const program = basename(script) === 'slipway' ? 'slipway' : `node ${quoted(relative(folder, script))}`;
  const again = clean(command(program, args));
  return {
    args,
    program,
    environment: definedOnly(process.env),
    folder,
    platform: process.platform,
    processors: availableParallelism(),
    out: process.stdout,
    err: process.stderr,
    now: () => Date.now(),
    interruption: () => interruption(again),
  };
}

/** What a terminal, a supervisor and a closed window send. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The code that a shell gives a process which SIGINT has ended. */
export const interruptedCode = 130;

/** `again` is what to type to go on. */
function interruption(again: string): Interruption {
  const [polite, atOnce] = [new AbortController(), new AbortController()];
  for (const signal of signals) {
    process.on(signal, () => {
      if (!polite.signal.aborted) return polite.abort();
      atOnce.abort();
      process.stderr.write(`\nended at once\n\nto go on:\n  ${again}\n`);
      process.exit(interruptedCode);
    });
  }
  return { polite: polite.signal, atOnce: atOnce.signal };
}

/** Whoever reads our output may stop (`| head`): nobody is left to tell. A file that cannot hold it is told, once what is under way has ended. */
function onLoss(): (error: NodeJS.ErrnoException) => void {
  let lost: Error | null = null;
  process.once('exit', () => lost && tellLoss(lost));
  return (error) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') lost ??= error;
  };
}

function tellLoss({ message }: Error): void {
  if (process.exitCode === 0) process.exitCode = 1;
  try {
    writeSync(process.stderr.fd, `error: the output: ${message}\n`);
  } catch {
    // It may be standard error itself.
  }
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
