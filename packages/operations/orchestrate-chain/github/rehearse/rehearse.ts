import { type Digest, ReleaseError } from '@slipway/domain';
import { applySync, planSync, readStanding } from '../../../sync-release-assets/index.js';
import type { PlannedRequest } from '../../../ports/index.js';
import type { ChainRun } from '../../engine/state.js';
import { planAssets } from '../../release/assets.js';
import type { Beginning } from '../../run/drive.js';
import { tagComponents } from '../component-tags.js';
import { keepingWords } from '../draft-changes.js';
import type { GithubPorts } from '../ports.js';
import { releaseWish } from '../release-wish.js';
import { readPrepared } from '../release-record.js';
import type { GithubWish } from '../wish.js';
import { rehearseBuilds } from './builds.js';
import type { Stage } from './stage.js';

/**
 * All requests that would change something, in order, where all goes well: found by doing it, with the same functions, on ports that only
 * write down. Before them stands what has been rehearsed on this stage already.
 */
export async function rehearse(
  stage: Stage,
  wish: GithubWish,
  parts: readonly ('build' | 'prepare' | 'publish')[],
  beginning: Beginning,
): Promise<readonly PlannedRequest[]> {
  const { rehearsal, names } = stage;
  const run = parts.includes('build') ? await rehearseBuilds(beginning, rehearsal, names) : beginning.stored.run;
  if (!run.partial && parts.includes('prepare')) await rehearsePrepare(stage, wish, run);
  if (!run.partial && parts.includes('publish')) await rehearsePublish(stage, wish, run);
  return stage.requests();
}

async function rehearsePrepare({ ports }: Stage, wish: GithubWish, run: ChainRun): Promise<void> {
  const { releases, clock } = ports;
  const wanted = await releaseWish(ports, wish, run);
  const read = await readStanding(releases, wanted);
  if (read.status === 'refused') throw new ReleaseError(read.findings);
  const { wish: asked } = keepingWords(read.standing.release, wanted);
  const planned = planSync(await filesOf(ports, run), read.standing, asked);
  if (planned.status === 'refused') throw new ReleaseError(planned.findings);
  const files = { isUnchanged: async () => true, hold: async () => '' };
  const applied = await applySync({ releases, clock, files, maxParallel: 1, told: () => {} }, planned.plan);
  if (applied.status === 'failed') throw new ReleaseError(applied.findings);
}

/** What was prepared before is known; else each has at least one byte. */
async function filesOf({ ledger }: GithubPorts, run: ChainRun) {
  const before = (await readPrepared(ledger, run.id))?.prepared.assets ?? [];
  const known = new Map(before.map((asset) => [asset.name, asset]));
  return planAssets(run).map(({ name }) => {
    const unknown = { name, size: 1, digest: `sha256:{digest of ${name}}` satisfies Digest };
    return { ...(known.get(name) ?? unknown), path: name };
  });
}

async function rehearsePublish({ ports }: Stage, wish: GithubWish, run: ChainRun): Promise<void> {
  const { releases } = ports;
  const { tags, latest } = wish.release;
  const read = await readStanding(releases, { tag: wish.tag, owner: run.id });
  if (read.status === 'refused') throw new ReleaseError(read.findings);
  if (tags === 'components') await tagComponents(ports, run, []);
  const { release } = read.standing;
  if (release?.state === 'draft') await releases.publish(release.id, latest);
}
