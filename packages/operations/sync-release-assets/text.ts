import { printed } from '@slipway/domain';
import type { ReportedAsset, SkippedReason, SyncReport } from './report.js';

/** The report for people, line by line; findings are told apart from it. */
export function syncText(report: SyncReport): readonly string[] {
  const { outcome, assets } = report;
  const changed = assets.filter(({ action }) => action !== 'skip');
  return [...(outcome === 'failed' ? [] : changed.map((asset) => assetLine(asset, outcome))), conclusion(report)];
}

const done = { upload: 'uploaded', replace: 'replaced', skip: 'unchanged' } as const;

function assetLine({ name, file, size, digest, action }: ReportedAsset, outcome: SyncReport['outcome']): string {
  const word = outcome === 'planned' ? `would ${action}` : done[action];
  const from = name === file ? '' : ` (${printed(file)} here)`;
  return `${word}: ${name}${from}, ${size} ${size === 1 ? 'byte' : 'bytes'}, ${digest}`;
}

function conclusion({ outcome, tag, release, assets, skippedReason, entitlement }: SyncReport): string {
  const count = (action: ReportedAsset['action']): number => assets.filter((asset) => asset.action === action).length;
  const counts = `${count('upload')} uploaded, ${count('replace')} replaced, ${count('skip')} unchanged`;
  switch (outcome) {
    case 'synced':
      return `synced: ${release?.url ?? tag ?? ''} (${release?.state ?? 'draft'}; ${counts})`;
    case 'planned':
      return `dry run: ${release ? release.url : `a new release ${tag ?? ''}`}, nothing was written`;
    case 'skipped':
      return `skipped: ${skippedReason === null ? '' : reasons[skippedReason]}${detailOf(skippedReason, release, entitlement)}`;
    case 'failed':
      return `failed: ${release ? `${release.url} is ${release.state}` : 'no release was made'}; the same again goes on from here`;
    case 'refused':
      return 'refused: nothing was written';
  }
}

function detailOf(
  reason: SkippedReason | null,
  release: SyncReport['release'],
  { statuses }: SyncReport['entitlement'],
): string {
  if (reason === 'unchanged' && release) return ` (${release.url})`;
  return reason === 'not-completed' ? ` (its status: ${statuses.map(printed).join(', ')})` : '';
}

const reasons: Readonly<Record<SkippedReason, string>> = {
  disabled: 'PLATFORM_DISABLE_RELEASE_SYNC=1 is set',
  'not-entitled': 'neither work order nor tenant has the feature',
  'not-completed': 'the work order is not completed',
  'no-credentials': 'there is no token or no repository',
  'nothing-to-sync': 'there are no files',
  unchanged: 'the release has all of it already',
};
