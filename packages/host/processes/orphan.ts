import type { LocalProcess } from '@slipway/operations/ports';
import { hasLivingMember, killGroup } from './group.js';
import { environmentOf, inThisBoot, startOf, statOf } from './identity.js';

/**
 * Ends a build that an earlier process of ours left behind, with its whole group, at once: nobody waits for what it
 * makes. Nothing happens where the number belongs to another process by now. Says whether there was something to end.
 */
export async function endOrphan({ pid, started }: LocalProcess): Promise<boolean> {
  if (startOf(pid) !== started && !hasOutlived({ pid, started })) return false;
  await killGroup(pid);
  return true;
}

/**
 * Whether the build's first process ended and others of its group live on, as far as Linux can tell; elsewhere they are
 * left alone. A number is not given out anew while a process or a group has it (POSIX, "Process ID Reuse"). So a first
 * process that nobody has reaped vouches for the group, and a later process with its number means that our group is
 * gone. Where no process has the number, the group may also be what such a later process left behind: then only the
 * variables that builds are given tell that it is ours.
 */
function hasOutlived({ pid, started }: LocalProcess): boolean {
  if (process.platform !== 'linux' || !started.startsWith(inThisBoot(''))) return false;
  const first = statOf(pid);
  if (first === null) return hasLivingMember(pid, isOfBuild);
  return inThisBoot(first.start) === started && hasLivingMember(pid);
}

/** Every build is given these, see `buildEnvironment`. */
const marks = ['SLIPWAY_COMPONENT=', 'SLIPWAY_MANIFEST_DIR='];

function isOfBuild(pid: string): boolean {
  const environment = environmentOf(pid);
  return marks.every((mark) => environment.some((variable) => variable.startsWith(mark)));
}
