import type { BuildControl } from '@slipway/operations/ports';
import type { Exit, GatedProcess } from '../processes/gated.js';
import { endGroup, isGroupAlive, killGroup, signalGroup } from '../processes/group.js';

/** How a command ended; `stopped` where we ended it, for the signal's reason. */
export type CommandEnd = Exit | { readonly kind: 'stopped' };

export interface Ending {
  /** Milliseconds between asking and killing. */
  readonly grace: number;
  /** Once it is aborted, and before that call is over, the whole group is killed. */
  readonly atOnce?: AbortSignal | undefined;
}

/**
 * Lets the command begin once `control.started` is done. Resolves when its whole group is gone: what a command leaves
 * behind in the background is ended with it.
 */
export async function runGated(
  child: GatedProcess,
  control: BuildControl,
  { grace, atOnce }: Ending,
): Promise<CommandEnd> {
  const { pid, started } = child;
  const { signal } = control;
  let ending: Promise<void> | undefined;
  const end = (): void => void (ending ??= endGroup(pid, grace));
  const kill = (): void => signalGroup(pid, 'SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  atOnce?.addEventListener('abort', kill);
  try {
    if (signal.aborted) end();
    await control.started({ pid, started });
    if (!signal.aborted) child.open();
    const exit = await child.exit;
    await ending;
    return signal.aborted ? { kind: 'stopped' } : exit;
  } finally {
    signal.removeEventListener('abort', end);
    atOnce?.removeEventListener('abort', kill);
    if (isGroupAlive(pid)) await killGroup(pid);
  }
}
