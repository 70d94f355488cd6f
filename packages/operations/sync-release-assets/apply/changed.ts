import type { Finding } from '@slipway/domain';
import type { ReleaseFiles } from '../../ports/index.js';
import type { PlannedFile, SyncPlan } from '../plan/plan.js';
import { placeOf } from '../plan/wanted.js';

/** Files to upload that are no longer those that were hashed. Asked before anything is written; each upload asks once more. */
export async function changedFiles(
  files: Pick<ReleaseFiles, 'isUnchanged'>,
  { assets }: SyncPlan,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { action, file } of assets) {
    const { content, name, size, digest } = file;
    if (action === 'skip' || content.kind !== 'file') continue;
    if (!(await files.isUnchanged({ name, path: content.path, size, digest }))) findings.push(changedFile(file));
  }
  return findings;
}

export const changedFile = (file: PlannedFile): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'the file changed after it was hashed',
  where: placeOf(file),
  remedy: 'run again when nothing writes to it any more',
});
