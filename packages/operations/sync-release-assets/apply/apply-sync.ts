import { type Finding, ReleaseError } from '@slipway/domain';
import pMap from 'p-map';
import type { Asset, PublishedRelease, Release } from '../../ports/index.js';
import type { AssetStep, SyncPlan } from '../plan/plan.js';
import { releaseToFill } from './draft.js';
import { type Change, fill, type Filled } from './fill.js';
import type { ApplyPorts } from './ports.js';
import { discrepancies, type Expectation, listVerified } from './verify.js';

export type Applied =
  | { readonly status: 'done'; readonly release: Release; readonly assets: readonly Asset[] }
  /** Nothing unfinished is public, unless the findings say so; the same again goes on. */
  | {
      readonly status: 'failed';
      readonly release: Release | null;
      readonly findings: readonly [Finding, ...Finding[]];
    };

type MakeLatest = Parameters<ApplyPorts['releases']['publish']>[1];

type Sent = Extract<Filled, { status: 'filled' }>;

/**
 * Carries out a plan: draft, uploads, look again, title and notes, swap, publish. Killed anywhere and planned and applied again, it ends the same: what
 * is there is found by its digest, and nothing is public before all is whole.
 */
export async function applySync(ports: ApplyPorts, plan: SyncPlan): Promise<Applied> {
  let release: Release | null = plan.release.action === 'create' ? null : plan.release.release;
  const files = changesOf(plan).flatMap(({ file, staged }) => (staged ? [] : [file]));
  ports.told({ event: 'begun', files });
  try {
    release = await releaseToFill(ports, plan.release);
    await pMap(plan.leftovers, (asset) => ports.releases.removeAsset(asset), { concurrency: ports.maxParallel });
    for (const { id } of plan.spare) await ports.releases.remove(id);
    const filled = await fill(ports, release, plan.release, changesOf(plan));
    if (filled.status === 'taken') return { status: 'failed', release: null, findings: [filled.finding] };
    ({ release } = filled);
    const whole = await proven(ports, filled, plan);
    // Not before: where an upload fails, what the public sees of a release stays as it was.
    if (plan.release.action === 'change') release = await ports.releases.change(release.id, plan.release.changes);
    const assets = await putInPlace(ports, release, plan, whole);
    if (plan.finish.action === 'leave') return { status: 'done', release, assets };
    const { assets: inPublic, ...published } = await publish(ports, release, plan.finish.latest);
    release = published;
    // The addresses that assets have in a draft lead nowhere any more.
    const isAll = discrepancies(inPublic, plan.assets.map(lastPlace)).length === 0;
    const addressed = isAll ? inPublic : await ports.releases.assets(release.id, plan.assets.length);
    return { status: 'done', release, assets: addressed };
  } catch (error) {
    if (error instanceof ReleaseError) return { status: 'failed', release, findings: error.findings };
    throw error;
  }
}

const changesOf = ({ assets }: SyncPlan): readonly Change[] =>
  assets.flatMap((step) => (step.action === 'skip' ? [] : [step]));

/** The proof that all uploads are whole. Where one is not, those that stand under temporary names are taken away again. */
async function proven(
  ports: ApplyPorts,
  { release, findings: broken }: Sent,
  plan: SyncPlan,
): Promise<readonly Asset[]> {
  const changes = changesOf(plan);
  if (changes.length === 0) return plan.assets.flatMap((step) => (step.action === 'skip' ? [step.asset] : []));
  const { assets, findings } =
    broken.length > 0
      ? { assets: [], findings: broken }
      : await listVerified(ports, release, plan.assets.map(firstPlace));
  const [first, ...rest] = findings;
  if (!first) {
    ports.told({ event: 'verified' });
    return assets;
  }
  if (release.state === 'public') await clearTemporary(ports, release, changes);
  throw new ReleaseError([first, ...rest]);
}

const firstPlace = (step: AssetStep): Expectation => ({
  file: step.file,
  name: step.action === 'skip' ? step.file.name : step.under,
});

const lastPlace = ({ file }: AssetStep): Expectation => ({ file, name: file.name });

/** What the public would see unfinished. That this too may fail is no news: the next run removes what is left. */
async function clearTemporary({ releases }: ApplyPorts, release: Release, changes: readonly Change[]): Promise<void> {
  const names = new Set(changes.filter(({ under, file }) => under !== file.name).map(({ under }) => under));
  try {
    for (const asset of await releases.assets(release.id)) if (names.has(asset.name)) await releases.removeAsset(asset);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
  }
}

/** The swap, file by file, the list of checksums last. GitHub knows no exchange of names: between two requests a name is missing. */
async function putInPlace(
  ports: ApplyPorts,
  release: Release,
  plan: SyncPlan,
  whole: readonly Asset[],
): Promise<readonly Asset[]> {
  const staged = changesOf(plan).filter(({ under, file }) => under !== file.name);
  if (staged.length === 0) return whole;
  const byName = new Map(whole.map((asset) => [asset.name, asset]));
  try {
    for (const { file, under } of staged) {
      const [old, fresh] = [byName.get(file.name), byName.get(under)];
      if (old) await ports.releases.removeAsset(old);
      if (fresh) await ports.releases.rename(fresh, file.name);
      ports.told({ event: 'replaced', file });
    }
  } catch (error) {
    throw error instanceof ReleaseError && release.state === 'public' ? halfWay(error, release) : error;
  }
  const { assets, findings } = await listVerified(ports, release, plan.assets.map(lastPlace));
  const [first, ...rest] = findings;
  if (first) throw new ReleaseError([first, ...rest]);
  return assets;
}

const halfWay = (cause: ReleaseError, { url }: Release): ReleaseError =>
  new ReleaseError(
    [
      ...cause.findings,
      {
        code: 'unavailable',
        severity: 'error',
        what: 'only some of the assets have been exchanged; the others are uploaded and wait under temporary names',
        where: url,
        remedy: 'run again at once: it goes on there and uploads nothing twice',
      },
    ],
    { cause },
  );

async function publish({ releases, told }: ApplyPorts, { id }: Release, latest: MakeLatest): Promise<PublishedRelease> {
  const release = await releases.publish(id, latest);
  told({ event: 'published', url: release.url });
  return release;
}
