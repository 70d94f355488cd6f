import type { BuildControl } from '@slipway/operations/ports';
import type { Exit, GatedProcess } from '../processes/gated.js';
import { endGroup, isGroupAlive, killGroup } from '../processes/group.js';

/** How a command ended; `stopped` where we ended it, for the signal's reason. */
export type CommandEnd = Exit | { readonly kind: 'stopped' };

/**
 * Lets the command begin once `control.started` is done. Resolves when its whole group is gone: what a command leaves
 * behind in the background is ended with it. `grace`: milliseconds between asking and killing.
 */
export async function runGated(child: GatedProcess, control: BuildControl, grace: number): Promise<CommandEnd> {
  const { pid, started } = child;
  const { signal } = control;
  let ending: Promise<void> | undefined;
  const end = (): void => void (ending ??= endGroup(pid, grace));
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) end();
    await control.started({ pid, started });
    if (!signal.aborted) child.open();
    const exit = await child.exit;
    await ending;
    return signal.aborted ? { kind: 'stopped' } : exit;
  } finally {
    signal.removeEventListener('abort', end);
    if (isGroupAlive(pid)) await killGroup(pid);
  }
}
