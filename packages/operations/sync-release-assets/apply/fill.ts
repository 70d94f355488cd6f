import { type Finding, ReleaseError } from '@slipway/domain';
import pMap from 'p-map';
import type { Release } from '../../ports/index.js';
import type { AssetStep, ReleaseStep } from '../plan/plan.js';
import { placeAmong, takenMeanwhile } from './draft.js';
import type { ApplyPorts } from './ports.js';
import { upload } from './upload.js';

/** An upload of the plan: what has to stand under a temporary name or its own before anything is swapped or published. */
export type Change = Exclude<AssetStep, { readonly action: 'skip' }>;

export type Filled =
  | {
      readonly status: 'filled';
      readonly release: Release;
      /** What went wrong; nothing where all was sent. */
      readonly findings: readonly Finding[];
    }
  /** The draft was removed again. */
  | { readonly status: 'taken'; readonly finding: Finding };

/**
 * Sends what is new. A draft of a moment ago is filled while it is looked whether it stays: GitHub takes two drafts of one tag, and its
 * lists may be late, so that what an earlier run made, or another makes now, was not to be seen before.
 */
export async function fill(
  ports: ApplyPorts,
  release: Release,
  step: ReleaseStep,
  changes: readonly Change[],
): Promise<Filled> {
  if (step.action !== 'create')
    return { status: 'filled', release, findings: await uploadAll(ports, release, changes) };
  const leaves = new AbortController();
  const looking = placeAmong(ports, step.release, release);
  looking.then(
    ({ status }) => status === 'stays' || leaves.abort(),
    () => leaves.abort(),
  );
  const findings = await uploadAll(ports, release, changes, leaves.signal);
  const place = await looking;
  if (place.status === 'stays') return { status: 'filled', release, findings };
  await ports.releases.remove(release.id);
  if (place.status === 'taken') return { status: 'taken', finding: takenMeanwhile(step.release, place.by) };
  return { status: 'filled', release: place.to, findings: await uploadAll(ports, place.to, changes) };
}

/** After a failure, or once `leaves` is aborted, nothing more begins, and what has begun is waited for; all failures are told. */
async function uploadAll(
  ports: ApplyPorts,
  release: Release,
  changes: readonly Change[],
  leaves?: AbortSignal,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const uploadOne = async (change: Change): Promise<void> => {
    if (change.staged || findings.length > 0 || leaves?.aborted) return;
    try {
      await upload(ports, release, change);
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      findings.push(...error.findings);
    }
  };
  await pMap(changes, uploadOne, { concurrency: ports.maxParallel });
  return findings;
}
