import type { Finding } from '@slipway/domain';
import type { Asset, Release } from '../../ports/index.js';
import { isWhole } from './asset-steps.js';
import { ambiguous } from './find-release.js';
import type { PlannedFile } from './plan.js';
import type { Standing } from './standing.js';
import { isTemporary } from './temporary.js';

/** Those in which nothing is lost: all that is in them is wanted here, too. */
export const spareTwins = ({ twins = [] }: Standing, files: readonly PlannedFile[]): readonly Release[] =>
  twins.filter(({ assets }) => assets.every((asset) => isKnown(asset, files))).map(({ release }) => release);

const isKnown = (asset: Asset, files: readonly PlannedFile[]): boolean =>
  asset.state !== 'uploaded' ||
  isTemporary(asset.name) ||
  files.some((file) => file.name === asset.name && (file.content.kind === 'text' || isWhole(asset, file)));

/** Beside what is public a draft with other files is somebody's business; of several drafts nobody can tell which is meant. */
export function unclearTwins(
  { release, twins = [] }: Standing,
  spare: readonly Release[],
  tag: string,
): readonly Finding[] {
  const unclear = twins.map((twin) => twin.release).filter((twin) => !spare.includes(twin));
  return release?.state === 'draft' && unclear.length > 0 ? [ambiguous([release, ...unclear], tag)] : [];
}

export const removedTwin = ({ url }: Release): Finding => ({
  code: 'conflict',
  severity: 'notice',
  what: 'an earlier run left this second draft, in which nothing is that is not here; it is removed',
  where: url,
  remedy: 'nothing has to be done',
});
