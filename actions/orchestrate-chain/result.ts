import type { ActionResult, ActionShell, Upload } from '@slipway/action-kit';
import { type Finding, renderChecksums } from '@slipway/domain';
import {
  type BuildReport,
  buildReports,
  chainSummary,
  type ChainReport,
  type ChainRun,
  type Outcome,
  planJson,
  type Planning,
  runPlan,
  type Summarised,
} from '@slipway/operations/orchestrate-chain';
import type { Outputs, Wish } from './inputs.js';
import { inTheWordsOfTheAction } from './wording.js';

/** What building came to. */
export function buildResult(raw: ChainReport, wish: Pick<Wish, 'upload'>, shell: ActionShell): ActionResult {
  const report = { ...raw, findings: [...raw.findings.map(inTheWordsOfTheAction), ...failedBuilds(raw, inThisLog)] };
  const uploads = uploadsOf(report, wish);
  const summarised = { ...report, findings: raw.findings.map(inTheWordsOfTheAction) };
  return {
    ending: endings[report.outcome],
    ...told(report),
    summary: (uploaded) => chainSummary(summarised, nextCommand(report, { wanted: uploads, uploaded }, shell)),
    uploads,
  };
}

export function planResult(set: string, planning: Planning, notices: readonly Finding[]): ActionResult {
  const isPlanned = planning.status === 'planned';
  const findings = isPlanned ? notices : [...notices, ...planning.findings].map(inTheWordsOfTheAction);
  const plan = isPlanned ? planning.plan : null;
  const outcome = isPlanned ? 'planned' : 'refused';
  const report = { schema: 1, outcome, set, run: null, plan, builds: [], release: null, findings } as const;
  return { ending: isPlanned ? 'passed' : 'failed', ...told(report), summary: chainSummary(report, null), uploads: [] };
}

/** `none`: the set has not been built in this checkout. */
export function statusResult(set: string, run: ChainRun | null): ActionResult {
  const report: Summarised = {
    schema: 1,
    outcome: run?.phase ?? 'none',
    set,
    run: run?.id ?? null,
    plan: run && runPlan(run),
    builds: run ? buildReports(run) : [],
    release: null,
    findings: [],
  };
  return { ending: 'passed', ...told(report), summary: chainSummary(report, null), uploads: [] };
}

const endings: Readonly<Record<Outcome, ActionResult['ending']>> = {
  planned: 'passed',
  released: 'passed',
  'already-released': 'passed',
  built: 'passed',
  paused: 'passed',
  continuing: 'passed',
  failed: 'failed',
  cancelled: 'failed',
  refused: 'failed',
  interrupted: 'interrupted',
};

function told(report: Summarised): Pick<ActionResult, 'findings' | 'outputs' | 'report'> {
  const { release, plan, builds } = report;
  const outputs: Outputs = {
    'chain-run': report.run ?? '',
    status: report.outcome,
    plan: plan ? planJson(plan) : '',
    builds: builds.map(withoutFailure),
    tag: '',
    'release-id': '',
    'release-url': '',
    'release-dir': release?.folder ?? '',
    sha256sums: release ? renderChecksums(release.assets.filter(({ name }) => name !== 'SHA256SUMS')) : '',
    'fallback-url': '',
  };
  return { findings: report.findings, outputs, report };
}

/** Logs would make the output too long for GitHub; the report has them. */
const withoutFailure = (build: BuildReport) => ({ ...build, failure: undefined });

/** `remedyOf` tells where to read more, from the address of a log; that is empty where there is none. */
export const failedBuilds = (
  chain: Pick<ChainReport, 'builds'> | null,
  remedyOf: (log: string) => string,
): readonly Finding[] =>
  (chain?.builds ?? []).flatMap(({ component, status, failure }) =>
    status === 'failed' && failure
      ? [
          {
            code: 'failed-build',
            severity: 'error',
            what: failure.what,
            where: component,
            remedy: remedyOf(failure.log),
          },
        ]
      : [],
  );

const inThisLog = (log: string): string =>
  log === '' ? 'look at the log of this step' : `look at its part of the log of this step, or at ${log}`;

function uploadsOf({ outcome, set, release }: ChainReport, { upload }: Pick<Wish, 'upload'>): readonly Upload[] {
  // After an interruption there is no time for it.
  if (!upload || outcome === 'planned' || outcome === 'refused' || outcome === 'interrupted') return [];
  const report: Upload = { name: `report-${set}`, content: 'report' };
  return release ? [{ name: `release-${set}`, content: { folder: release.folder } }, report] : [report];
}

interface Uploading {
  readonly wanted: readonly Upload[];
  /** Names of those that went up. */
  readonly uploaded: readonly string[];
}

/** What to type next; `null` where nothing is left to do. */
function nextCommand({ outcome, set }: ChainReport, uploading: Uploading, shell: ActionShell): string | null {
  const { repository, runId } = shell;
  const again = `gh run rerun ${runId} --repo ${repository} --failed`;
  switch (outcome) {
    case 'released':
    case 'already-released':
      // What did not go up has turned the step red.
      if (uploading.uploaded.length < uploading.wanted.length) return again;
      if (uploading.wanted.length === 0) return null;
      return `gh run download ${runId} --repo ${repository} --name release-${set} && (cd assets && sha256sum -c SHA256SUMS)`;
    case 'failed':
    case 'interrupted':
    case 'cancelled':
      return again;
    default:
      return null;
  }
}
