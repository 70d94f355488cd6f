import type { BuildProcess } from '@slipway/operations/ports';
import { killGroup } from './group.js';
import { startOf } from './identity.js';

/**
 * Ends a build that an earlier process of ours left behind, with its whole group, at once: nobody waits for what it
 * makes. Nothing happens where the number belongs to another process by now. Says whether there was something to end.
 */
export async function endOrphan({ pid, started }: BuildProcess): Promise<boolean> {
  if (startOf(pid) !== started) return false;
  await killGroup(pid);
  return true;
}
