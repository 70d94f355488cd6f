import type { ActionResult, ActionShell, Upload } from '@slipway/action-kit';
import { type Finding, plainMarkdown, renderChecksums } from '@slipway/domain';
import {
  buildReports,
  chainSummary,
  fallbackNotice,
  type GithubReport,
  type GithubSteered,
  type GithubStanding,
  type GithubWish,
  planJson,
  requestList,
  standingStatus,
} from '@slipway/operations/orchestrate-chain';
import type { PlannedRequest } from '@slipway/operations/ports';
import { githubBuilds } from './github-builds.js';
import type { Outputs, Wish } from './inputs.js';
import { failedBuilds } from './result.js';
import { inTheWordsOfTheAction } from './wording.js';

/** All that results are told from, besides what happened. */
export interface Scene {
  readonly wish: Wish;
  readonly asked: GithubWish;
  readonly shell: ActionShell;
  readonly notices: readonly Finding[];
}

/** What one command came to; `standing` is how the chain run stands after it, where that is known. */
export function githubResult(report: GithubReport, standing: GithubStanding | null, scene: Scene): ActionResult {
  const { status, chain, findings } = report;
  const { interrupt } = scene.shell;
  const ending = interrupt.aborted ? 'interrupted' : red.has(status) ? 'failed' : 'passed';
  return told({
    ...scene,
    ending,
    status,
    report,
    standing,
    findings: [...findings, ...failedBuilds(chain, onItsPage)],
  });
}

const onItsPage = (page: string): string =>
  page === '' ? 'start again when that is mended: what is built is kept' : `look at ${page}`;

/** `none`: nothing has begun under this tag. */
export const standingResult = (standing: GithubStanding | null, scene: Scene): ActionResult =>
  told({
    ...scene,
    ending: 'passed',
    status: standing === null ? 'none' : standingStatus(standing),
    report: null,
    standing,
    findings: standing?.fallback ? [fallbackNotice(standing.fallback)] : [],
  });

/** What a command to a chain run came to. */
export function steeredResult(steered: GithubSteered, standing: GithubStanding | null, scene: Scene): ActionResult {
  const common = { ...scene, standing, report: null, findings: [] };
  switch (steered.status) {
    case 'refused':
      return told({ ...common, ending: 'failed', status: 'refused', findings: [steered.finding] });
    case 'done':
      return told({ ...common, ending: 'passed', status: steered.report.status, report: steered.report });
    case 'planned': {
      const { run, would, requests } = steered;
      return told({ ...common, ending: 'passed', status: 'planned', requests, findings: [wouldBe(run, would)] });
    }
    default:
      return told({ ...common, ending: 'passed', status: steered.status });
  }
}

const wouldBe = (where: string, would: string): Finding => ({
  code: 'unavailable',
  severity: 'notice',
  what: `a dry run: would ${would}`,
  where,
  remedy: 'nothing was done; leave dry-run out to do it',
});

/** What a scheduled start has taken up; a chain run that cannot go on now keeps no other one from it. */
export const takenUpResult = (
  taken: readonly { readonly tag: string; readonly steered: GithubSteered }[],
  scene: Scene,
): ActionResult =>
  told({
    ...scene,
    ending: 'passed',
    status: taken.some(({ steered }) => steered.status === 'started') ? 'started' : 'none',
    report: null,
    standing: null,
    findings: taken.map(({ tag, steered }) => takenUp(tag, steered, scene.wish)),
  });

function takenUp(tag: string, steered: GithubSteered, wish: Wish): Finding {
  if (steered.status === 'refused') return { ...steered.finding, severity: 'warning' };
  return steered.status === 'planned' ? wouldBe(tag, steered.would) : goesOn(tag, wish);
}

const goesOn = (tag: string, { orchestrator }: Wish): Finding => ({
  code: 'unavailable',
  severity: 'notice',
  what: `was left continuing, and goes on in a run of ${orchestrator}`,
  where: tag,
  remedy: 'nothing has to be done',
});

const red: ReadonlySet<string> = new Set(['failed', 'cancelled', 'refused']);

interface Told extends Scene {
  readonly ending: ActionResult['ending'];
  readonly status: string;
  readonly report: GithubReport | null;
  readonly standing: GithubStanding | null;
  /** Of a dry run. */
  readonly requests?: readonly PlannedRequest[];
  readonly findings: readonly Finding[];
}

function told({ ending, status, report, standing, wish, asked, shell, ...rest }: Told): ActionResult {
  const said = [...rest.findings, ...(standing?.notices ?? [])];
  const findings = [...rest.notices, ...said.map(inTheWordsOfTheAction)];
  const chain = report?.chain ?? null;
  const fallback = report?.fallback ?? standing?.fallback ?? null;
  const requests = rest.requests ?? report?.requests ?? null;
  const release = report?.release ?? standing?.prepared?.release ?? null;
  const assets = chain?.release?.assets ?? standing?.prepared?.assets ?? [];
  const builds = standing?.run ? buildReports(standing.run) : (chain?.builds ?? []);
  const outputs: Outputs = {
    'chain-run': standing?.run?.id ?? chain?.run ?? '',
    status,
    plan: chain?.plan ? planJson(chain.plan) : '',
    builds: githubBuilds(builds),
    tag: asked.tag,
    'release-id': release?.id ?? '',
    'release-url': release?.url ?? '',
    'release-dir': chain?.release?.folder ?? '',
    sha256sums: assets.length === 0 ? '' : renderChecksums(assets.filter(({ name }) => name !== 'SHA256SUMS')),
    'fallback-url': fallback?.url ?? '',
  };
  const { set } = asked.manifest;
  const run = outputs['chain-run'] === '' ? null : String(outputs['chain-run']);
  const summarised = {
    schema: 1,
    outcome: status,
    set,
    run,
    plan: chain?.plan ?? null,
    builds: chain?.builds ?? builds,
    release: chain?.release ?? null,
    findings,
  } as const;
  const document = {
    ...summarised,
    tag: asked.tag,
    builds: outputs.builds,
    githubRelease: release,
    fallback,
    requests,
  };
  return {
    ending,
    findings,
    outputs,
    report: document,
    summary: `${chainSummary(summarised, nextCommand(status, asked.tag, wish, shell, fallback))}${link(release, asked.tag)}${requests ? requestsIn(requests) : ''}`,
    uploads: uploadsOf(status, set, chain?.release?.folder ?? null, wish),
  };
}

/** As code: nothing in a request is Markdown. */
function requestsIn(requests: readonly PlannedRequest[]): string {
  const { title, lines } = requestList(requests);
  return `\n${title.slice(0, 1).toUpperCase()}${title.slice(1)}\n\n${lines.map((one) => `    ${one}\n`).join('')}`;
}

const link = (release: { readonly url: string } | null, tag: string): string =>
  release === null ? '' : `\nRelease: [${plainMarkdown(tag)}](${release.url})\n`;

function uploadsOf(status: string, set: string, folder: string | null, { upload }: Wish): readonly Upload[] {
  if (!upload || ['planned', 'refused', 'continuing'].includes(status)) return [];
  const report: Upload = { name: `report-${set}`, content: 'report' };
  return folder === null ? [report] : [{ name: `release-${set}`, content: { folder } }, report];
}

/** What to type next; `null` where nothing is left to do, or an approval is. */
function nextCommand(
  status: string,
  tag: string,
  { command, orchestrator }: Wish,
  { repository, runId }: ActionShell,
  fallback: GithubReport['fallback'] | null,
): string | null {
  if (fallback) return fallback.id === null ? null : `gh run watch ${fallback.id} --repo ${fallback.repository}`;
  const steering = (order: 'resume' | 'retry') =>
    `gh workflow run release_control.yml --repo ${repository} -f command=${order} -f tag=${tag}`;
  switch (status) {
    case 'failed':
      // This very run only looks.
      if (command === 'status') return steering('retry');
      return `gh run rerun ${runId} --repo ${repository} --failed`;
    case 'cancelled':
      // Whoever has just cancelled it wants nothing else.
      return command === 'cancel' ? null : steering('retry');
    case 'continuing':
    case 'interrupted':
      return `gh workflow run ${orchestrator} --repo ${repository} -f tag=${tag}`;
    case 'paused':
      return steering('resume');
    default:
      return null;
  }
}
