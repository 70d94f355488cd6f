import { printed, ReleaseError } from '@slipway/domain';
import type { Asset, LocalFile, Release } from '../../ports/index.js';
import { isWhole } from '../plan/asset-steps.js';
import type { Upload } from '../plan/plan.js';
import { placeOf } from '../plan/wanted.js';
import { changedFile } from './changed.js';
import { lookUntil } from './look.js';
import type { ApplyPorts } from './ports.js';

const mostTries = 4;

/** Brings one file up, under the name that the plan says. An answer that was lost, or that the name is taken, is resolved by what is there. */
export async function upload(ports: ApplyPorts, release: Release, step: Upload): Promise<Asset> {
  const { releases, told } = ports;
  const file = await localFile(ports, step);
  told({ event: 'uploading', file: step.file });
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (!(await ports.files.isUnchanged(file))) throw changedMeanwhile(step);
    const answer = await releases.upload(release, file, (bytes) => told({ event: 'sent', file: step.file, bytes }));
    const asset =
      answer.status === 'done'
        ? await wholeOnly(ports, step, answer.value)
        : await arrived(ports, release, step, answer.status);
    if (asset) {
      told({ event: 'uploaded', file: step.file });
      return asset;
    }
  }
  throw notArrived(step);
}

async function localFile({ files }: ApplyPorts, { file, under }: Upload): Promise<LocalFile> {
  const { content, size, digest } = file;
  if (content.kind === 'recorded') throw new Error(`no plan uploads what is not at hand: ${file.given}`);
  const path = content.kind === 'file' ? content.path : await files.hold(content.text);
  return { name: under, path, size, digest };
}

/** Other bytes than ours may have arrived, of a file that changed on its way or through a fault: they do not stay. */
async function wholeOnly({ releases }: ApplyPorts, { file }: Upload, asset: Asset): Promise<Asset | null> {
  if (isWhole(asset, file)) return asset;
  await releases.removeAsset(asset);
  return null;
}

/** The asset, if it is there in spite of all; `null` where the way is free for another try. What a broken upload left is removed. */
async function arrived(
  { releases, clock }: ApplyPorts,
  release: Release,
  step: Upload,
  status: 'refused' | 'unknown',
): Promise<Asset | null> {
  const find = async (): Promise<Asset | undefined> =>
    (await releases.assets(release.id)).find(({ name }) => name === step.under);
  // A name that is taken must show in the end; a lost upload may never have begun.
  const asset = status === 'refused' ? await lookUntil(clock, find, (seen) => seen !== undefined) : await find();
  if (!asset) return null;
  if (isWhole(asset, step.file)) return asset;
  if (asset.state === 'uploaded') throw takenMeanwhile(step, asset);
  await releases.removeAsset(asset);
  return null;
}

const changedMeanwhile = ({ file }: Upload): ReleaseError => new ReleaseError([changedFile(file)]);

const takenMeanwhile = ({ file, under }: Upload, asset: Asset): ReleaseError =>
  new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: `${printed(under)} came to stand there with other bytes: ${asset.digest ?? 'no digest'}, not ${file.digest}`,
      where: asset.url,
      remedy: 'let only one run at a time write to a release, and run again',
    },
  ]);

const notArrived = ({ file }: Upload): ReleaseError =>
  new ReleaseError([
    {
      code: 'unavailable',
      severity: 'error',
      what: `${mostTries} uploads ended without the whole file being there`,
      where: placeOf(file),
      remedy: 'run again: what arrived is not uploaded twice',
    },
  ]);
