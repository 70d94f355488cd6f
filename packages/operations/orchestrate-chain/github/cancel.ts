import { type Finding, ReleaseError } from '@slipway/domain';
import type { Owner, Release } from '../../ports/index.js';
import { readStanding } from '../../sync-release-assets/index.js';
import type { ChainReport } from '../report/report.js';
import { carryOut } from '../run/carry-out.js';
import { tell } from '../run/commands.js';
import type { Steering } from '../run/drive.js';
import { mayTakeOver, ownerText } from '../run/recover.js';
import { newestRun, type StoredRun } from '../run/runs.js';
import { takeOverOf } from '../run/start.js';
import { chainPorts } from './chain-ports.js';
import type { GithubPorts } from './ports.js';
import { advanceRelease, claimRelease, releaseHeld } from './release-owner.js';
import { readPrepared, type StoredRelease } from './release-record.js';
import { githubReport, type GithubReport } from './report.js';
import { stageOf, unseen } from './rehearse/stage.js';
import { type GithubSteered, noRun, planned } from './steered.js';
import type { GithubWish } from './wish.js';

/** `cancel`: a living owner is told; else the run is taken over, its builds are cancelled, and its draft is deleted. */
export async function cancelOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubSteered> {
  if (wish.mode === 'apply') return cancel(ports, wish, steering);
  const stage = stageOf(ports);
  return planned(await cancel(stage.ports, wish, unseen(steering)), stage);
}

/** An owner that was told may have ended before it saw that: it is looked for again, and without one the command is carried out here. */
async function cancel(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubSteered> {
  const { ledger, machine, clock } = ports;
  for (let isTold = false; ;) {
    const stored = await newestRun(ledger, wish.tag);
    if (!stored) return { status: 'refused', finding: noRun(wish.tag) };
    const { run } = stored;
    const record = await readPrepared(ledger, run.id);
    const { status, release } = record?.prepared ?? {};
    if (status === 'published' || status === 'publishing')
      return { status: 'refused', finding: isPublic(run.id, status, release?.url ?? wish.tag) };
    const owner = await livingOwner(ports, stored, record, wish);
    if (owner && isTold) return { status: 'told', run: run.id, owner: ownerText(owner) };
    if (owner) {
      await tell(ledger, run.id, { command: 'cancel', at: clock.now(), by: machine.self() });
      isTold = true;
    } else {
      const report = await endUnowned(ports, wish, { stored, record }, steering);
      if (report) return { status: 'done', run: run.id, report };
    }
  }
}

/** Of the run, or of its release: never of both. */
async function livingOwner(
  ports: GithubPorts,
  { run }: StoredRun,
  record: StoredRelease | null,
  wish: GithubWish,
): Promise<Owner | null> {
  if (await mayTakeOver(run, ports.machine, wish.ownership)) return run.owner;
  return (await releaseHeld(ports, record, wish)) && record ? record.prepared.owner : null;
}

/** `null`: somebody was faster. */
async function endUnowned(
  ports: GithubPorts,
  wish: GithubWish,
  { stored, record }: { readonly stored: StoredRun; readonly record: StoredRelease | null },
  steering: Steering,
): Promise<GithubReport | null> {
  const { id: run, phase } = stored.run;
  // Before all is built there is no draft, and whoever builds on would be a new owner of the run.
  const mayBeDraft = phase === 'released' || (record !== null && record.prepared.status !== 'deleted');
  if (!mayBeDraft) return endClaimed(ports, wish, { stored, claimed: null }, steering);
  const claimed = await claimRelease(ports, record, { run, tag: wish.tag, status: 'deleting' });
  return claimed && endClaimed(ports, wish, { stored, claimed }, steering);
}

/** A run, and its release as we own it; `null` where there is none. */
export interface ClaimedRun {
  readonly stored: StoredRun;
  readonly claimed: StoredRelease | null;
  /** Made a moment ago: GitHub's list may not show it yet. */
  readonly draft?: Release | null;
}

/** Ends all of a chain run whose owner we are: nobody is to go on with it unasked, and nothing of it is left to be published. */
export async function endClaimed(
  ports: GithubPorts,
  wish: GithubWish,
  { stored, claimed, draft }: ClaimedRun,
  steering: Steering,
): Promise<GithubReport> {
  const { tag } = wish;
  const chain = stored.run.phase === 'cancelled' ? null : await cancelRun(ports, wish, stored, steering);
  // Somebody interrupts: whoever comes next goes on with the cancelling.
  if (chain && chain.outcome !== 'cancelled') return githubReport(tag, chain);
  if (claimed) await deleteClaimed(ports, wish, claimed, draft ?? null);
  return { schema: 1, status: 'cancelled', tag, chain, release: null, findings: chain?.findings ?? [] };
}

/** What somebody who died had begun to delete is gone before a retry makes it anew. A finding where somebody alive is at it. */
export async function endDeletion(ports: GithubPorts, wish: GithubWish, run: string): Promise<Finding | null> {
  for (;;) {
    const record = await readPrepared(ports.ledger, run);
    if (record?.prepared.status !== 'deleting') return null;
    const held = await releaseHeld(ports, record, wish);
    if (held) return held;
    const claimed = await claimRelease(ports, record, { run, tag: wish.tag, status: 'deleting' });
    if (claimed) await deleteClaimed(ports, wish, claimed, null);
  }
}

async function deleteClaimed(
  ports: GithubPorts,
  wish: GithubWish,
  claimed: StoredRelease,
  draft: Release | null,
): Promise<void> {
  await deleteDraft(ports, wish, claimed.prepared.run, draft);
  await advanceRelease(ports, claimed, { status: 'deleted', owner: null, release: null, assets: [] });
}

/** Whatever it came to before. */
async function cancelRun(
  ports: GithubPorts,
  wish: GithubWish,
  stored: StoredRun,
  steering: Steering,
): Promise<ChainReport> {
  const takeOver = await takeOverOf(ports, stored, stored.run.policy, 'cancel');
  return carryOut(chainPorts(ports, wish), { stored, takeOver }, { existing: 'replace', file: wish.file }, steering);
}

/** Makes way for the next chain run under the tag; `null` where the way is free. A dry run does it on a stage. */
export async function makeWay(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<Finding | null> {
  if ((await newestRun(ports.ledger, wish.tag)) === null) return null;
  const cancelled = await cancel(ports, wish, steering);
  switch (cancelled.status) {
    case 'refused':
      return cancelled.finding;
    case 'told':
      return {
        code: 'conflict',
        severity: 'error',
        what: `${cancelled.owner} drives it, and ${wish.mode === 'dry-run' ? 'would be' : 'has been'} told to cancel it`,
        where: cancelled.run,
        remedy: 'run again with --restart when it has ended',
      };
    default:
      return null;
  }
}

/** Only a draft, and only one of this chain run's. */
async function deleteDraft(
  { releases }: GithubPorts,
  { tag }: GithubWish,
  owner: string,
  made: Release | null,
): Promise<void> {
  if (made) return made.state === 'draft' ? releases.remove(made.id) : undefined;
  const read = await readStanding(releases, { tag, owner });
  if (read.status === 'refused') throw new ReleaseError(read.findings);
  const { release } = read.standing;
  if (release?.state === 'draft') await releases.remove(release.id);
}

const isPublic = (run: string, status: 'published' | 'publishing', url: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `${status === 'published' ? 'the release is public' : 'publication has begun'} (${url}): what is public is not taken back`,
  where: run,
  remedy: `${status === 'published' ? '' : 'run publish to end it; '}make the next release under another tag`,
});
