import { type Finding, ReleaseError } from '@slipway/domain';
import pMap from 'p-map';
import type { CalleeWorkspace, RemoteCommit, RunArtifact, RunArtifacts } from '../ports/index.js';
import type { CalleeOrder, CalleeUpstream } from './contract.js';
import { deliverySink } from './delivered-files.js';
import { wrongHead } from './head.js';
import { readOrder } from './order.js';
import { type CalleeReport, refusedReport } from './report.js';
import { readResult } from './result.js';

export interface FetchPorts {
  readonly workspace: CalleeWorkspace;
  readonly artifacts: RunArtifacts;
}

export interface Fetched {
  readonly report: CalleeReport;
  /** For all later steps of the job; empty where something was refused. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Far above what a build makes, far below what fills a runner's disk unnoticed. */
const limits = { mostBytes: 16 * 1024 ** 3, mostFiles: 100_000 };

/** Reads the order, and brings what the component requires to where its build looks for it. `event` is what started the run. */
export async function fetchUpstreams({ workspace, artifacts }: FetchPorts, event: unknown): Promise<Fetched> {
  await workspace.clear();
  const reading = readOrder(event);
  if (reading.status === 'refused') return refused(reading.findings, null);
  const { order } = reading.value;
  const head = await workspace.head();
  const wrong = wrongHead(head, order);
  if (wrong) return refused([wrong], order);
  const fetchEach = (upstream: CalleeUpstream) => fetchOne(upstream, workspace, artifacts);
  const findings = await pMap(order.upstreams, fetchEach, { concurrency: 8 });
  if (findings.flat().length > 0) return refused(findings.flat(), order);
  await workspace.note(JSON.stringify(reading.value));
  return {
    report: { schema: 1, outcome: 'fetched', order, files: [], findings: [] },
    environment: environmentOf(order, head, workspace),
  };
}

const refused = (findings: readonly Finding[], order: CalleeOrder | null): Fetched => ({
  report: refusedReport(findings, order),
  environment: {},
});

/** What a build of the local builder sees too, but for the manifest's folder: there is no manifest here. */
const environmentOf = (
  { component, version, set }: CalleeOrder,
  head: RemoteCommit | null,
  { upstreams, cache }: CalleeWorkspace,
): Readonly<Record<string, string>> => ({
  SLIPWAY_COMPONENT: component,
  SLIPWAY_VERSION: version,
  SLIPWAY_SET: set,
  SLIPWAY_UPSTREAM_DIR: upstreams,
  SLIPWAY_CACHE_DIR: cache,
  SOURCE_DATE_EPOCH: String(head?.time ?? 0),
});

/** All that is wrong with one upstream; the others are looked at all the same. */
async function fetchOne(
  upstream: CalleeUpstream,
  workspace: CalleeWorkspace,
  artifacts: RunArtifacts,
): Promise<readonly Finding[]> {
  try {
    const choice = choose(upstream, await artifacts.list(runOf(upstream)));
    if ('code' in choice) return [choice];
    const { component, version, binaries } = upstream;
    const sink = deliverySink(workspace.upstream(component, binaries));
    await artifacts.download(choice, sink, limits);
    const reading = readResult(sink.result(), sink.kept(), { component, version });
    return reading.status === 'read' ? [] : [finding('conflict', upstream, reading.what, buildAgain)];
  } catch (error) {
    if (error instanceof ReleaseError) return error.findings;
    throw error;
  }
}

const buildAgain = 'build the upstream again; its run delivers with chain-callee';

function runOf({ repository, 'run-id': id }: CalleeUpstream) {
  const [owner = '', repo = ''] = repository.split('/');
  return { repository: { owner, repo }, id, nodeId: null, url: '' };
}

/** The artifact that the order names, if it still is what the order says. */
function choose(upstream: CalleeUpstream, listed: readonly RunArtifact[]): RunArtifact | Finding {
  const { 'artifact-id': id, 'run-id': run, digest } = upstream;
  const artifact = listed.find((one) => one.id === id);
  if (!artifact) return finding('not-found', upstream, `run ${run} has no artifact ${id}`, buildAgain);
  if (artifact.expired) return finding('not-found', upstream, `artifact ${id} has expired`, buildAgain);
  if (artifact.digest !== digest)
    return finding(
      'conflict',
      upstream,
      `artifact ${id} has the digest ${artifact.digest}, and the order says ${digest}`,
      buildAgain,
    );
  return artifact;
}

const finding = (
  code: Finding['code'],
  { component, repository }: CalleeUpstream,
  what: string,
  remedy: string,
): Finding => ({ code, severity: 'error', what, where: `upstream ${component} (${repository})`, remedy });
