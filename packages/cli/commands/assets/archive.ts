import { resolve } from 'node:path';
import { archivePlace, sourceTime } from '@slipway/host';
import { archiveHere, archiveText } from '@slipway/operations/sync-release-assets';
import { conclude } from '../../conclude.js';
import type { Session } from '../../session.js';
import { syncWatcher } from '../../terminal/sync-watcher.js';
import { filesOf, rootOf } from './files.js';
import type { ArchiveFlags } from './flags.js';
import { interruptible } from './interruptible.js';

/** `slipway assets archive`: nothing leaves this machine. */
export async function archive(flags: ArchiveFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const { archive: name, ifExists, out } = flags;
  const watcher = syncWatcher(output, shell);
  const files = filesOf(flags, shell, watcher.files);
  const work = async (): Promise<number> => {
    const time = await sourceTime(rootOf(flags, shell), shell.environment);
    const place = archivePlace(resolve(shell.folder, out, name));
    const report = await archiveHere({ files, place }, { name, time, ifExists }).finally(() => watcher.end());
    return conclude(output, report, archiveText(report));
  };
  return interruptible(session, work, async () => {
    watcher.end();
    await files.discard();
  });
}
