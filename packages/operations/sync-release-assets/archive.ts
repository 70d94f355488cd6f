import { assetName, digestOf, type Digest } from '@slipway/domain';
import type { ChosenFile, ReleaseFiles } from '../ports/index.js';
import { isWhole } from './plan/asset-steps.js';
import type { Standing } from './plan/standing.js';
import { recordIn } from './record.js';
import type { ArchiveRecord, ReleaseWish, WantedFile } from './wish.js';

export interface ArchiveWish {
  /** Its end tells the format. */
  readonly name: string;
  /** Of every member, seconds since 1970. */
  readonly time: number;
}

export interface Archived {
  readonly wanted: WantedFile;
  readonly record: ArchiveRecord;
}

/** The archive of the files: the one that stands there where it was made of the same, else a new one. */
export async function archiveOf(
  files: ReleaseFiles,
  chosen: readonly ChosenFile[],
  { release, assets }: Standing,
  wish: ArchiveWish,
  ifExists: ReleaseWish['ifExists'],
): Promise<Archived> {
  const name = assetName(wish.name);
  const inputs = inputsOf(chosen, wish);
  const known = release && recordIn(release.notes).archive;
  const isThere =
    known?.name === name &&
    known.inputs === inputs &&
    assets.some((asset) => asset.name === name && isWhole(asset, known));
  if (isThere && ifExists !== 'replace') {
    const { size, digest } = known;
    return { wanted: { name: wish.name, path: null, size, digest }, record: known };
  }
  const { path, size, digest } = await files.archive(wish.name, chosen, wish.time);
  return { wanted: { name: wish.name, path, size, digest }, record: { name, inputs, size, digest } };
}

/** Of all that the bytes of the archive follow from, but for the library that packs it. */
const inputsOf = (chosen: readonly ChosenFile[], { name, time }: ArchiveWish): Digest =>
  digestOf(JSON.stringify([name, time, chosen.map(({ path, mode, digest }) => [path, mode, digest])]));
