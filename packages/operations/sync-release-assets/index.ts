import { type Finding, ReleaseError } from '@slipway/domain';
import type { ChosenFile, Clock, ReleaseFiles, Releases } from '../ports/index.js';
import { applySync } from './apply/apply-sync.js';
import { changedFiles } from './apply/changed.js';
import type { SyncEvent } from './apply/ports.js';
import { archiveOf } from './archive.js';
import { decideEntitlement, type EntitlementDecision } from './entitlement/decide.js';
import { workOrderTag } from './entitlement/work-order-tag.js';
import { isUnchanged, type Planned, type SyncPlan } from './plan/plan.js';
import { planSync } from './plan/plan-sync.js';
import { type Read, readStanding } from './plan/read-standing.js';
import type { Standing } from './plan/standing.js';
import { assetsOf, releaseOf } from './conclude.js';
import type { SkippedReason, SyncReport } from './report.js';
import type { SyncWish } from './sync-wish.js';
import type { WantedFile } from './wish.js';

export type * from './report.js';
export type * from './sync-wish.js';
export type * from './wish.js';
export type { SyncEvent } from './apply/ports.js';
export type { ArchiveWish } from './archive.js';
export { archiveHere, type ArchivePorts, type ArchiveReport, archiveText } from './archive-here.js';
export type { EntitlementDecision, EntitlementFacts } from './entitlement/decide.js';
export type * from './plan/plan.js';
export { applySync, type Applied } from './apply/apply-sync.js';
export { planSync } from './plan/plan-sync.js';
export { syncSummary } from './summary.js';
export { readStanding } from './plan/read-standing.js';
export { isTemporary } from './plan/temporary.js';
export { notesAlone, withRecord } from './record.js';
export { type Expectation, listVerified } from './apply/verify.js';
export * from './request.js';
export { syncText } from './text.js';
export type { Verdict, VerifiedAsset } from './verify/compare.js';
export { type VerifyReport, verifyText } from './verify/report.js';
export { verifyReleaseAssets, type VerifyPorts, type VerifyWish } from './verify/verify-release.js';

export interface SyncPorts {
  /** `null` without a token or a repository. */
  readonly releases: Releases | null;
  /** Which of them is missing, where that is known. */
  readonly lacking?: Finding;
  readonly files: ReleaseFiles;
  readonly clock: Clock;
  /** Uploads at a time. */
  readonly maxParallel: number;
  readonly told: (event: SyncEvent) => void;
}

/** Files onto a release: entitlement, files, what is there, plan, apply. Safe to repeat: what is as wanted is left alone. */
export async function syncReleaseAssets(ports: SyncPorts, wish: SyncWish): Promise<SyncReport> {
  const entitlement = decideEntitlement(wish.entitlement);
  const tag = tagOf(wish);
  const told = { entitlement, tag: tag.status === 'named' ? tag.tag : null };
  const reason = skippedBecause(entitlement, ports.releases);
  if (reason) return skipped(reason, told);
  if (ports.releases === null) return refused([ports.lacking ?? noCredentials], told);
  if (tag.status === 'refused') return refused(tag.findings, told);
  try {
    return await syncChosen({ ...ports, releases: ports.releases }, wish, { ...told, tag: tag.tag });
  } catch (error) {
    if (error instanceof ReleaseError) return refused(error.findings, told);
    throw error;
  } finally {
    await ports.files.discard();
  }
}

interface Told {
  readonly entitlement: EntitlementDecision;
  readonly tag: string | null;
}

type ReadyPorts = SyncPorts & { readonly releases: Releases };

async function syncChosen(
  ports: ReadyPorts,
  wish: SyncWish,
  told: Told & { readonly tag: string },
): Promise<SyncReport> {
  const { owner, title = told.tag, notes = '' } = wish.release;
  const look = () => readStanding(ports.releases, { tag: told.tag, owner, asMade: { title, notes } });
  const early: { read?: Promise<Read> } = {};
  const { files, findings } = await ports.files.choose(wish.archive?.name, () => {
    early.read = look();
    early.read.catch(() => {}); // met again where it is needed
  });
  if (files.length === 0 && told.entitlement.outcome !== 'not-asked') return skipped('nothing-to-sync', told, findings);
  const read = await (early.read ?? look());
  if (read.status === 'refused') return refused([...findings, ...read.findings], told);
  const planned = await planOf(ports, wish, { tag: told.tag, files, standing: read.standing });
  if (planned.status === 'refused') return refused([...findings, ...planned.findings], told);
  return carriedOut(ports, wish, planned.plan, { ...told, findings: [...findings, ...planned.plan.findings] });
}

interface Material {
  readonly tag: string;
  readonly files: readonly ChosenFile[];
  readonly standing: Standing;
}

async function planOf(ports: ReadyPorts, wish: SyncWish, { tag, files, standing }: Material): Promise<Planned> {
  const { ifExists } = wish.release;
  const archived =
    wish.archive && files.length > 0 ? await archiveOf(ports.files, files, standing, wish.archive, ifExists) : null;
  const wanted = archived ? [archived.wanted] : files.map(wantedFile);
  return planSync(wanted, standing, { ...wish.release, tag, archive: archived?.record ?? null });
}

const wantedFile = ({ path, file, size, digest }: ChosenFile): WantedFile => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  path: file,
  size,
  digest,
});

async function carriedOut(
  ports: ReadyPorts,
  { mode, archive }: SyncWish,
  plan: SyncPlan,
  told: Told & { readonly findings: readonly Finding[] },
): Promise<SyncReport> {
  const planned = { ...base(told, told.findings), ...assetsOf(plan, [], archive), checksums: plan.checksums };
  const there = plan.release.action === 'create' ? null : releaseOf(plan.release.release);
  if (isUnchanged(plan)) return { ...planned, outcome: 'skipped', skippedReason: 'unchanged', release: there };
  if (mode === 'dry-run') return { ...planned, outcome: 'planned', release: there };
  const changed = await changedFiles(ports.files, plan);
  if (changed.length > 0) return refused([...told.findings, ...changed], told);
  const applied = await applySync(ports, plan);
  const release = applied.release && releaseOf(applied.release);
  if (applied.status === 'failed')
    return { ...planned, outcome: 'failed', ran: true, release, findings: [...planned.findings, ...applied.findings] };
  return { ...planned, ...assetsOf(plan, applied.assets, archive), outcome: 'synced', ran: true, release };
}

function tagOf({ release, entitlement, names }: SyncWish): ReturnType<typeof workOrderTag> {
  if (release.tag !== undefined) return { status: 'named', tag: release.tag };
  const { workOrder, tenant } = entitlement;
  return workOrder === undefined && tenant === undefined
    ? { status: 'refused', findings: [noTag] }
    : workOrderTag(workOrder, tenant, names);
}

/** Nothing is wrong where a platform's job has no credentials: it is a job that is not meant to release. */
function skippedBecause({ outcome }: EntitlementDecision, releases: Releases | null): SkippedReason | null {
  if (outcome === 'not-asked') return null;
  if (outcome !== 'entitled') return outcome;
  return releases === null ? 'no-credentials' : null;
}

const base = ({ entitlement, tag }: Told, findings: readonly Finding[]) =>
  ({
    schema: 1,
    ran: false,
    skippedReason: null,
    tag,
    release: null,
    assets: [],
    asset: null,
    checksums: null,
    entitlement,
    findings: [...entitlement.findings, ...findings],
  }) as const;

const skipped = (skippedReason: SkippedReason, told: Told, findings: readonly Finding[] = []): SyncReport => ({
  ...base(told, findings),
  outcome: 'skipped',
  skippedReason,
});

const refused = (findings: readonly Finding[], told: Told): SyncReport => ({
  ...base(told, findings),
  outcome: 'refused',
});

const noCredentials: Finding = {
  code: 'missing-permission',
  severity: 'error',
  what: 'there is no token, or no repository, to release to',
  where: 'token',
  remedy: 'give token (or GITHUB_TOKEN, with contents: write) and repository (or GITHUB_REPOSITORY)',
};

const noTag: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'there is no tag to release under',
  where: 'tag',
  remedy: 'give a tag, or run where one was pushed',
};
