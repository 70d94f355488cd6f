/** The code that a shell gives a process which SIGINT has ended. */
export const interruptedCode = 130;

/**
 * Aborted when the job is cancelled: SIGINT, 7.5 s later SIGTERM, another 2.5 s later the end (actions/runner,
 * ProcessInvoker.cs). What must be kept has to be written before that.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
