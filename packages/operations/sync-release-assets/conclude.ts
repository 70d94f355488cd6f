import { assetName } from '@slipway/domain';
import type { Asset, Release } from '../ports/index.js';
import type { ArchiveWish } from './archive.js';
import type { AssetStep, SyncPlan } from './plan/plan.js';
import type { ReportedAsset, ReportedRelease, SyncReport } from './report.js';

export const releaseOf = ({ id, url, state }: Release): ReportedRelease => ({ id, url, state });

/** The plan's assets, with the addresses of those that are there. */
export function assetsOf(
  plan: SyncPlan,
  there: readonly Asset[],
  archive: ArchiveWish | null,
): Pick<SyncReport, 'assets' | 'asset'> {
  const urls = new Map(there.map(({ name, url }) => [name, url]));
  const assets = plan.assets.map((step) => reported(step, urls));
  const others = assets.filter(({ name }) => name !== plan.checksums?.name);
  const archived = archive && others.find(({ name }) => name === assetName(archive.name));
  return { assets, asset: archived ?? (others.length === 1 ? (others[0] ?? null) : null) };
}

const reported = (step: AssetStep, urls: ReadonlyMap<string, string>): ReportedAsset => {
  const { name, given, size, digest } = step.file;
  const url = urls.get(name) ?? (step.action === 'skip' ? step.asset.url : null);
  return { name, file: given, size, digest, url, action: step.action };
};
