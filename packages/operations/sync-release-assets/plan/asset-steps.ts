import { type Finding, printed } from '@slipway/domain';
import type { Asset, Release } from '../../ports/index.js';
import type { ReleaseWish } from '../wish.js';
import type { AssetStep, PlannedFile, Upload } from './plan.js';
import type { Standing } from './standing.js';
import { temporaryName } from './temporary.js';
import { placeOf } from './wanted.js';

/** What becomes of one file; a conflict is told, and planned as if it were to be replaced. */
export function assetStep(
  file: PlannedFile,
  { release, assets }: Standing,
  ifExists: ReleaseWish['ifExists'],
): AssetStep {
  const asset = assets.find(({ name, state }) => name === file.name && state === 'uploaded');
  if (!asset)
    return { action: 'upload', ...uploadOf(file, release?.state === 'public' ? 'staged' : 'in-place', assets) };
  return isWhole(asset, file) && ifExists !== 'replace'
    ? { action: 'skip', file, asset }
    : { action: 'replace', asset, ...uploadOf(file, 'staged', assets) };
}

/** An asset without a digest is an old one, of which nothing is known but its name. */
export const isWhole = (asset: Asset, { size, digest }: Pick<PlannedFile, 'size' | 'digest'>): boolean =>
  asset.state === 'uploaded' && asset.digest === digest && asset.size === size;

function uploadOf(file: PlannedFile, way: 'in-place' | 'staged', assets: readonly Asset[]): Upload {
  if (way === 'in-place') return { file, under: file.name, staged: null };
  const under = temporaryName(file.name, file.digest);
  return { file, under, staged: assets.find((asset) => asset.name === under && isWhole(asset, file)) ?? null };
}

/** Where what is wanted and what is there cannot both be. */
export function conflicts(
  steps: readonly AssetStep[],
  { release, assets }: Standing,
  ifExists: ReleaseWish['ifExists'],
): readonly Finding[] {
  return [
    ...(ifExists === 'fail' ? steps.flatMap(differing) : []),
    ...steps.flatMap((step) => sameButCase(step, assets)),
    ...steps.flatMap(notAtHand),
    ...(release?.immutable && steps.some(({ action }) => action !== 'skip') ? [sealed(release)] : []),
  ];
}

/** The list of checksums is of our own making, and changes with the others. */
const differing = (step: AssetStep): readonly Finding[] =>
  step.action === 'replace' && step.file.content.kind !== 'text'
    ? [
        {
          code: 'conflict',
          severity: 'error',
          what: `the asset ${printed(step.file.name)} is there with other bytes (${step.asset.digest ?? 'no digest'})`,
          where: placeOf(step.file),
          remedy: 'let if-exists be skip-identical to replace what differs, or choose another tag',
        },
      ]
    : [];

function sameButCase({ file }: AssetStep, assets: readonly Asset[]): readonly Finding[] {
  const other = assets.find(({ name }) => name !== file.name && name.toLowerCase() === file.name.toLowerCase());
  return other
    ? [
        {
          code: 'conflict',
          severity: 'error',
          what: `the asset ${printed(other.name)} is there, and its name differs from this one in case only`,
          where: placeOf(file),
          remedy: 'call the file as the asset is called, or delete the asset',
        },
      ]
    : [];
}

const notAtHand = ({ action, file }: AssetStep): readonly Finding[] =>
  action !== 'skip' && file.content.kind === 'recorded'
    ? [
        {
          code: 'not-found',
          severity: 'error',
          what: 'the release has not the bytes that it is recorded with, and they are not at hand here',
          where: file.given,
          remedy: 'run where the files are',
        },
      ]
    : [];

const sealed = ({ url }: Release): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'the release is immutable: GitHub takes no more assets for it, and none away',
  where: url,
  remedy: 'make a new release under another tag',
});

const mostAssets = 1000;

/** Counted at the worst moment: what is replaced stands twice until it is swapped. */
export function tooMany(steps: readonly AssetStep[], kept: number): readonly Finding[] {
  const uploads = steps.filter(({ action }) => action !== 'skip').length;
  const most = kept + uploads;
  if (most <= mostAssets) return [];
  return [
    {
      code: 'bad-input',
      severity: 'error',
      what: `the release would have ${most} assets, ${uploads} of them uploaded now, and GitHub takes ${mostAssets}`,
      where: 'files',
      remedy: 'put files into one archive',
    },
  ];
}
