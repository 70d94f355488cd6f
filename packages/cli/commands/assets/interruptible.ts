import { exitCodeOf } from '../../exit-code.js';
import type { Session } from '../../session.js';
import { line } from '../../terminal/text.js';

/**
 * Does `work` until it is done or a signal comes; then `stop` tidies up, and the exit code ends the process with whatever is still under
 * way: a sync bears that at any moment, and the same again goes on from there.
 */
export async function interruptible(
  { shell, output }: Session,
  work: () => Promise<number>,
  stop: () => Promise<void>,
): Promise<number> {
  const { polite } = shell.interruption();
  const interrupted = new Promise<'interrupted'>((resolve) => {
    polite.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
  const code = await Promise.race([work(), interrupted]);
  if (code !== 'interrupted') return code;
  await stop();
  const report = { schema: 1, outcome: 'interrupted', findings: [] } as const;
  output.say([line('interrupted: the same again goes on from here', 'warning')]);
  output.document(report);
  return exitCodeOf(report);
}
