import { type Finding, printed } from '@slipway/domain';
import type { Asset, Release } from '../../ports/index.js';
import { isWhole } from '../plan/asset-steps.js';
import type { PlannedFile } from '../plan/plan.js';
import { lookUntil } from './look.js';
import type { ApplyPorts } from './ports.js';

/** A file, and the name that it has to stand under. */
export interface Expectation {
  readonly file: Pick<PlannedFile, 'size' | 'digest'>;
  readonly name: string;
}

/** What is listed, against what has to be there: each `uploaded`, with our digest. */
export const discrepancies = (assets: readonly Asset[], expected: readonly Expectation[]): readonly Finding[] => {
  const byName = new Map(assets.map((asset) => [asset.name, asset]));
  return expected.flatMap(({ file, name }) => {
    const asset = byName.get(name);
    return asset && isWhole(asset, file) ? [] : [discrepancy(name, file, asset)];
  });
};

/** Lists again, a few times where something is missing yet; resolves with what was seen last. */
export async function listVerified(
  { releases, clock }: Pick<ApplyPorts, 'releases' | 'clock'>,
  release: Pick<Release, 'id'>,
  expected: readonly Expectation[],
): Promise<{ readonly assets: readonly Asset[]; readonly findings: readonly Finding[] }> {
  const assets = await lookUntil(
    clock,
    () => releases.assets(release.id, expected.length),
    (seen) => discrepancies(seen, expected).length === 0,
  );
  return { assets, findings: discrepancies(assets, expected) };
}

function discrepancy(name: string, { size, digest }: Expectation['file'], asset: Asset | undefined): Finding {
  return {
    code: 'conflict',
    severity: 'error',
    what: !asset
      ? `the release has no such asset (${digest} is wanted)`
      : asset.state !== 'uploaded'
        ? `its upload never ended (state ${asset.state})`
        : `the asset has ${asset.size} bytes with ${asset.digest ?? 'no digest'}, and ${size} with ${digest} are wanted`,
    where: `asset ${printed(name)}`,
    remedy: 'run again: what is wrong is uploaded anew',
  };
}
