import { type ChildProcess, spawn } from 'node:child_process';
import type { LocalProcess } from '@slipway/operations/ports';
import { startOf } from './identity.js';

export interface GatedCommand {
  /** Found already: a path, or a name that PATH of `env` knows. Does not begin with `-`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Descriptor of the file that takes both streams, in order of arrival. */
  readonly output: number;
}

export type Exit =
  { readonly kind: 'code'; readonly code: number } | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

export interface GatedProcess extends LocalProcess {
  /** Lets the command begin. */
  open(): void;
  /** Ends the process before its command has begun. */
  shut(): void;
  /** Whether it is still there. */
  isThere(): boolean;
  readonly exit: Promise<Exit>;
}

/**
 * Waits for a line on its standard input, then becomes the command. When we die first the pipe breaks, `read` fails and
 * nothing of the command has run. `read` takes single bytes from a pipe, so nothing is left for the command to see.
 */
const gate = 'read -r line || exit 125; exec "$@" </dev/null';

/** Starts a process, first of a new group and session, that becomes the command once its gate is opened. */
export async function startGated({ program, args, folder, env, output }: GatedCommand): Promise<GatedProcess> {
  const { valid, odd } = byName(env);
  const command = [...(odd.length > 0 ? ['env', ...odd] : []), program, ...args];
  const child = spawn('/bin/sh', ['-c', gate, 'sh', ...command], {
    cwd: folder,
    env: valid,
    detached: true,
    stdio: ['pipe', output, output],
  });
  const exit = exitOf(child);
  const { pid, stdin } = child;
  if (pid === undefined || stdin === null) throw await whyNot(child);
  stdin.on('error', () => {}); // EPIPE: it was ended before its gate was opened, which `exit` tells
  return {
    pid,
    started: startOf(pid) ?? '',
    open: () => void stdin.end('\n'),
    shut: () => void stdin.destroy(),
    isThere: () => child.exitCode === null && child.signalCode === null,
    exit,
  };
}

/** Debian's sh drops variables whose names it could not use itself (`a.b`, `npm_config_a-b`); `env` sets them behind it. */
function byName(env: Readonly<Record<string, string>>): { valid: Record<string, string>; odd: readonly string[] } {
  const isOdd = ([name]: readonly [string, string]): boolean => !/^[A-Za-z_]\w*$/.test(name);
  const entries = Object.entries(env);
  return {
    valid: Object.fromEntries(entries.filter((entry) => !isOdd(entry))),
    odd: entries.filter(isOdd).map(([name, value]) => `${name}=${value}`),
  };
}

const exitOf = (child: ChildProcess): Promise<Exit> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal ? { kind: 'signal', signal } : { kind: 'code', code: code ?? 0 }),
    );
  });

const whyNot = (child: ChildProcess): Promise<Error> => new Promise((resolve) => child.once('error', resolve));
