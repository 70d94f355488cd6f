import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** All that the process sees. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface Exit {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  /** What it wrote to stderr. */
  readonly errors: string;
}

/** Real milliseconds until a process that was asked to end is killed. */
const patience = 2_500;

/** Runs a process with all its children to its end; rejects where it cannot be started. */
export async function run({ file, args, folder, environment, signal, onLine }: Command): Promise<Exit> {
  const child = spawn(file, [...args], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  createInterface({ input: child.stdout }).on('line', onLine);
  const end = (): void => {
    signalGroup(child.pid, 'SIGTERM');
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patience).unref();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<Exit>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, errors }));
      if (signal.aborted) end();
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** The process and its children; they may be gone already. */
function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // it ended by itself
  }
}
