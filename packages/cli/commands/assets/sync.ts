import { resolve } from 'node:path';
import { readJsonFile, readTextFile, sourceTime, systemClock } from '@slipway/host';
import {
  type Circumstances,
  syncReleaseAssets,
  type SyncRequest,
  syncText,
  wishOf,
} from '@slipway/operations/sync-release-assets';
import { conclude } from '../../conclude.js';
import type { Session } from '../../session.js';
import type { Shell } from '../../shell.js';
import { syncWatcher } from '../../terminal/sync-watcher.js';
import { connection } from './connection.js';
import { filesOf, rootOf } from './files.js';
import type { SyncFlags } from './flags.js';
import { interruptible } from './interruptible.js';

/** `slipway assets sync`, and `plan`, which writes nothing. */
export async function sync(flags: SyncFlags, mode: 'sync' | 'plan', session: Session): Promise<number> {
  const { shell, output } = session;
  const watcher = syncWatcher(output, shell);
  const files = filesOf(flags, shell, watcher.files);
  const work = async (): Promise<number> => {
    const wish = wishOf(await requestOf(flags, mode, shell), await circumstancesOf(flags, shell));
    const connected = await connection(flags.repository, session);
    const ports = {
      ...(connected.status === 'open'
        ? { releases: connected.releases }
        : { releases: null, lacking: connected.finding }),
      files,
      clock: systemClock,
      maxParallel: flags.maxParallel,
      told: watcher.sync,
    };
    const report = await syncReleaseAssets(ports, wish).finally(() => watcher.end());
    return conclude(output, report, syncText(report));
  };
  return interruptible(session, work, async () => {
    watcher.end();
    await files.discard();
  });
}

async function requestOf(flags: SyncFlags, mode: 'sync' | 'plan', { folder }: Shell): Promise<SyncRequest> {
  const { notes, notesFile } = flags;
  return {
    archive: flags.archive ?? null,
    tag: flags.tag ?? null,
    releaseName: flags.releaseName ?? null,
    notes: notesFile === undefined ? (notes ?? null) : await readTextFile(resolve(folder, notesFile), '--notes-file'),
    target: flags.target ?? null,
    prerelease: flags.prerelease ?? null,
    latest: flags.latest ?? null,
    draft: flags.draft ?? false,
    ifExists: flags.ifExists,
    checksums: flags.checksums,
    feature: flags.feature,
    dryRun: mode === 'plan' || flags.dryRun === true,
  };
}

async function circumstancesOf(flags: SyncFlags, shell: Shell): Promise<Circumstances> {
  const { environment, folder } = shell;
  const { workOrder, tenant } = flags;
  return {
    pushedTag: pushedTag(shell),
    time: await sourceTime(rootOf(flags, shell), environment),
    ...(workOrder !== undefined && { workOrder: await readJsonFile(resolve(folder, workOrder), '--work-order') }),
    ...(tenant !== undefined && { tenant: await readJsonFile(resolve(folder, tenant), '--tenant') }),
    environment,
  };
}

/** In a step of a workflow that a tag started. */
export const pushedTag = ({ environment }: Shell): string | null =>
  environment['GITHUB_REF_TYPE'] === 'tag' ? (environment['GITHUB_REF_NAME'] ?? null) : null;
