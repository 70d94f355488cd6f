import { type Finding, markdownTable as table, plainMarkdown as text } from '@slipway/domain';
import type { Plan } from '../plan/plan.js';
import { durationText } from './duration-text.js';
import { outcomePicture } from './picture.js';
import { type BuildReport, buildText, type ChainReport } from './report.js';

/** A report, or what is known of a run that has not ended. */
export type Summarised = Omit<ChainReport, 'outcome'> & { readonly outcome: string };

/** The report as a page of Markdown: picture, table, a table of what went wrong, and the next command to type, if there is one. */
export function chainSummary(report: Summarised, next: string | null): string {
  const { set, run, outcome, plan, builds, findings } = report;
  return [
    `## ${text(set)}: ${outcome.replaceAll('-', ' ')}\n`,
    ...(plan ? [picture(plan, builds)] : []),
    ...(builds.length > 0 ? [buildTable(builds)] : plan ? [planTable(plan)] : []),
    ...(findings.length > 0 ? [findingTable(findings)] : []),
    ...builds.filter((build) => !isTold(build, findings)).flatMap(failure),
    ...(run ? [`Chain run ${text(run)}\n`] : []),
    ...(next ? [`Next:\n\n${verbatim([next])}`] : []),
  ].join('\n');
}

function picture(plan: Plan, builds: readonly BuildReport[]): string {
  const drawn = outcomePicture(plan, builds);
  return drawn === null ? 'The graph is too large for GitHub to draw.\n' : `\`\`\`mermaid\n${drawn}\`\`\`\n`;
}

const buildTable = (builds: readonly BuildReport[]): string =>
  table(
    ['component', 'version', 'commit', 'outcome', 'attempts', 'duration', 'files'],
    builds.map((build) => [
      text(build.component),
      text(build.version),
      build.commit === null ? 'no git' : `\`${build.commit.slice(0, 12)}\``,
      outcome(build),
      build.attempts === 0 || build.status === 'reused' ? '' : String(build.attempts),
      build.duration === null || build.status === 'reused' ? '' : durationText(build.duration),
      build.artifacts.length === 0 ? '' : String(build.artifacts.length),
    ]),
  );

const outcome = (build: BuildReport): string =>
  build.workflow?.url ? `[${buildText(build)}](${build.workflow.url})` : buildText(build);

function planTable({ components, levels }: Plan): string {
  const level = new Map(levels.flatMap((names, at) => names.map((name) => [name, at + 1] as const)));
  const isWeaker = components.some(({ unverified }) => unverified);
  return table(
    ['component', 'version', 'level', 'requires', 'last build took', ...(isWeaker ? ['on GitHub'] : [])],
    components.map(({ name, version, requires, expected, unverified }) => [
      text(name),
      text(version),
      String(level.get(name) ?? ''),
      requires.map(text).join(', '),
      expected === null ? '' : durationText(expected),
      ...(isWeaker ? [unverified ? text(`unverified: ${unverified.join(', ')}`) : 'verified'] : []),
    ]),
  );
}

const findingTable = (findings: readonly Finding[]): string =>
  table(
    ['', 'where', 'what', 'what to do'],
    findings.map(({ severity, where, what, remedy }) => [`**${severity}**`, text(where), text(what), text(remedy)]),
  );

/** What has no log to show is said by its finding. */
const isTold = ({ component, failure: why }: BuildReport, findings: readonly Finding[]): boolean =>
  why?.tail.length === 0 && findings.some(({ code, where }) => code === 'failed-build' && where === component);

function failure({ component, failure: why, status }: BuildReport): readonly string[] {
  if (why === null || status !== 'failed') return [];
  const title = `<summary>${text(component)} failed: ${text(why.what)}</summary>`;
  return [`<details open>${title}\n\n${verbatim(why.tail)}\n</details>\n`];
}

/** An indented code block: unlike a fence, nothing inside can end it. */
const verbatim = (lines: readonly string[]): string => lines.map((line) => `    ${line}\n`).join('');
