import { resolve } from 'node:path';
import { githubAddress, ReleaseError } from '@slipway/domain';
import { sourceTime } from '@slipway/host';
import { type SkippedReason, type SyncReport, type SyncRequest, wishOf } from '@slipway/operations/sync-release-assets';
import { answer } from './asked.js';

/** What a platform knows when a work order ends. All but the folder may be left out, and is then as the action has it. */
export interface EndedWorkOrder extends Partial<SyncRequest> {
  /** For the tag, before what the documents say. */
  readonly tenantId?: string | number;
  readonly workOrderId?: string | number;
  /** The documents themselves. Without any the customer is entitled to nothing. */
  readonly workOrder?: unknown;
  readonly tenant?: unknown;
  readonly directory: string;
  /** Patterns, relative to the folder. */
  readonly files?: readonly string[];
  /** By default `outputs.zip`; `null` for the files as they are. */
  readonly archive?: string | null;
  /** `owner/name` */
  readonly repository?: string;
  readonly token?: string;
  readonly maxParallel?: number;
}

export interface ReleaseSync {
  /** Whether anything was written to the release. */
  readonly ran: boolean;
  readonly tag: string | null;
  /** As GitHub keeps it; `null` where nothing stands there, or more than one file. */
  readonly assetName: string | null;
  /** `null` where nothing was skipped. */
  readonly skippedReason: SkippedReason | null;
  /** All of it, with warnings and how entitlement was decided. */
  readonly report: SyncReport;
}

/**
 * Releases the outputs of a work order to whom bought them, and does nothing, with a reason, where that is not meant to be. Safe to call
 * again. Throws a `ReleaseError`, whose `findings` say what to do, where it is refused or fails.
 */
export async function maybeSyncRelease(ended: EndedWorkOrder): Promise<ReleaseSync> {
  const { directory, files = [], repository, token, maxParallel = 4, tenantId, workOrderId } = ended;
  const environment = theEnvironment();
  const root = resolve(directory);
  const circumstances = {
    ...documentsOf(ended),
    pushedTag: null,
    time: await sourceTime(root, environment),
    environment,
  };
  const names = { ...(workOrderId !== undefined && { workOrderId }), ...(tenantId !== undefined && { tenantId }) };
  const report = await answer({
    wish: { ...wishOf(requestOf(ended), circumstances), names },
    root,
    patterns: files,
    repository: repository ?? environment['GITHUB_REPOSITORY'] ?? '',
    token: token ?? environment['GITHUB_TOKEN'] ?? '',
    apiUrl: apiUrlIn(environment),
    maxParallel,
    told: () => {},
  });
  return resultOf(report);
}

function apiUrlIn(environment: Readonly<Record<string, string>>): string {
  const read = githubAddress('GITHUB_API_URL', environment['GITHUB_API_URL']);
  if (read.status === 'refused') throw new ReleaseError([read.finding]);
  return read.address;
}

/** A platform's job is always for a customer: who is told to be none is entitled to nothing. */
const documentsOf = ({ workOrder = {}, tenant }: EndedWorkOrder) => ({
  workOrder,
  ...(tenant !== undefined && { tenant }),
});

function requestOf(ended: EndedWorkOrder): SyncRequest {
  return {
    archive: ended.archive === undefined ? 'outputs.zip' : ended.archive,
    tag: ended.tag ?? null,
    releaseName: ended.releaseName ?? null,
    notes: ended.notes ?? null,
    target: ended.target ?? null,
    prerelease: ended.prerelease ?? null,
    latest: ended.latest ?? null,
    draft: ended.draft ?? false,
    ifExists: ended.ifExists ?? 'skip-identical',
    checksums: ended.checksums ?? 'SHA256SUMS',
    feature: ended.feature ?? 'artifacts_download',
    dryRun: ended.dryRun ?? false,
  };
}

const theEnvironment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));

function resultOf(report: SyncReport): ReleaseSync {
  const { outcome, ran, tag, asset, skippedReason, findings } = report;
  const [first, ...rest] = findings.filter(({ severity }) => severity === 'error');
  if (first && (outcome === 'failed' || outcome === 'refused')) throw new ReleaseError([first, ...rest]);
  return { ran, tag, assetName: asset?.name ?? null, skippedReason, report };
}
