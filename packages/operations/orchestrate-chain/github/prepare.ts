import { type Applied, applySync, planSync, type SyncPlan } from '../../sync-release-assets/index.js';
import type { ReleaseReport } from '../report/report.js';
import { pendingCommands } from '../run/commands.js';
import type { Steering } from '../run/drive.js';
import { readRun, type StoredRun } from '../run/runs.js';
import { buildOnGithub } from './build.js';
import { cancelOnGithub, endClaimed } from './cancel.js';
import { heedCancel, untilCancelled } from './heed-cancel.js';
import type { GithubPorts } from './ports.js';
import { keepingWords, standingOf, strangersIn } from './draft-changes.js';
import { publishOnGithub } from './publish.js';
import { advanceRelease, claimRelease, releaseHeld } from './release-owner.js';
import { readPrepared, type StoredRelease } from './release-record.js';
import { releaseWish } from './release-wish.js';
import { githubReport, type GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** `prepare`: builds, and brings all assets to a draft that carries the chain run's id. Safe to repeat and to kill. */
export async function prepareOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubReport> {
  const chain = await buildOnGithub(ports, wish, steering);
  const report = githubReport(wish.tag, chain);
  const isReleased = chain.outcome === 'released' || chain.outcome === 'already-released';
  if (!isReleased || !chain.release || !chain.run || wish.mode === 'dry-run') return report;
  return draft(ports, wish, { id: chain.run, made: chain.release, report }, steering);
}

/** `run`: prepare and publish in one job, for a release that nobody has to approve. */
export async function releaseOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubReport> {
  const prepared = await prepareOnGithub(ports, wish, steering);
  if (prepared.status !== 'prepared') return prepared;
  const { chain } = prepared;
  const published = await publishOnGithub(ports, wish);
  return { ...published, chain, findings: [...prepared.findings, ...published.findings] };
}

interface Built {
  readonly id: string;
  readonly made: ReleaseReport;
  readonly report: GithubReport;
}

/** Plans what is to be done to the release, and becomes its owner. */
async function draft(ports: GithubPorts, wish: GithubWish, built: Built, steering: Steering): Promise<GithubReport> {
  const { id, made, report } = built;
  for (;;) {
    const before = await readPrepared(ports.ledger, id);
    const { status, release } = before?.prepared ?? {};
    if (status === 'published')
      return { ...report, status: 'already-released', release: release ? { ...release, state: 'public' } : null };
    const held = await releaseHeld(ports, before, wish);
    if (held) return refused(report, [held]);
    // In this order: whoever cancels becomes the release's owner, and then the run's.
    const stored = await readRun(ports.ledger, id);
    if (status === 'deleting' || stored?.run.phase !== 'released') return cancelled(ports, wish, report, steering);
    const { run } = stored;
    const wanted = await releaseWish(ports, wish, run);
    const read = await standingOf(ports.releases, { tag: wish.tag, run: id }, before?.prepared ?? null);
    if (read.status === 'refused') return refused(report, read.findings);
    const words = keepingWords(read.standing.release, wanted);
    const planned = planSync(wantedFiles(made), read.standing, words.wish);
    if (planned.status === 'refused') return refused(report, planned.findings);
    const strangers = strangersIn(read.standing, planned.plan);
    if (strangers.length > 0) return refused(report, strangers);
    const doing = status === 'publishing' ? status : 'preparing';
    const claimed = await claimRelease(ports, before, { run: id, tag: wish.tag, status: doing });
    // Somebody was faster: it is looked at again.
    const told = { ...report, findings: [...report.findings, ...words.findings] };
    if (claimed) return filled(ports, wish, { stored, claimed, plan: planned.plan, report: told }, steering);
  }
}

interface Filling {
  readonly stored: StoredRun;
  readonly claimed: StoredRelease;
  readonly plan: SyncPlan;
  readonly report: GithubReport;
}

/** Carries out the plan, unless somebody cancels meanwhile. */
async function filled(
  ports: GithubPorts,
  wish: GithubWish,
  { stored, claimed, plan, report }: Filling,
  steering: Steering,
): Promise<GithubReport> {
  const { ledger, clock, files } = ports;
  const isPublishing = claimed.prepared.status === 'publishing';
  const cancel = isPublishing ? null : await heedCancel(ports, stored.run);
  const releases = cancel ? untilCancelled(ports.releases, cancel.signal) : ports.releases;
  let applied: Applied | null = null;
  try {
    if (!cancel?.signal.aborted)
      applied = await applySync({ releases, clock, files, maxParallel: 4, told: () => {} }, plan);
  } finally {
    await cancel?.stop();
  }
  if (applied === null || cancel?.signal.aborted)
    return endClaimed(ports, wish, { stored, claimed, draft: applied?.release ?? null }, steering);
  const findings = [...report.findings, ...plan.findings];
  if (applied.status === 'failed') return { ...report, status: 'failed', findings: [...findings, ...applied.findings] };
  const { id, url, state } = applied.release;
  const status = isPublishing || state === 'public' ? 'publishing' : 'prepared';
  await advanceRelease(ports, claimed, { status, owner: null, release: { id, url }, assets: assetsOf(plan) });
  // Told while that was written: whoever told looks whether we are still there, and we whether somebody told.
  const isCancelled = status === 'prepared' && (await pendingCommands(ledger, stored.run)).wish === 'cancel';
  if (isCancelled) return cancelled(ports, wish, report, steering);
  return { ...report, status: 'prepared', release: { id, url, state }, findings };
}

async function cancelled(
  ports: GithubPorts,
  wish: GithubWish,
  report: GithubReport,
  steering: Steering,
): Promise<GithubReport> {
  const steered = await cancelOnGithub(ports, wish, steering);
  if (steered.status === 'refused') return refused(report, [steered.finding]);
  return { ...report, status: 'cancelled' };
}

const refused = (report: GithubReport, findings: GithubReport['findings']): GithubReport => ({
  ...report,
  status: 'refused',
  findings: [...report.findings, ...findings],
});

const assetsOf = ({ assets }: SyncPlan) => assets.map(({ file: { name, size, digest } }) => ({ name, size, digest }));

const wantedFiles = ({ folder, assets }: ReleaseReport) =>
  assets.map(({ name, size, digest }) => ({ name, path: `${folder}/assets/${name}`, size, digest }));
