import { join } from 'node:path';
import { type BuildReport, type ChainReport, durationText, type Outcome } from '@slipway/operations/orchestrate-chain';
import { placeArgs } from '../flags.js';
import type { Shell } from '../shell.js';
import { counted, sizeText } from './amounts.js';
import { clean } from './clean.js';
import { checksumCommand, command, quoted } from './commands.js';
import { type Continuation, continuations, steps } from './next-lines.js';
import { planLines } from './plan-lines.js';
import { shownPath } from './shown-path.js';
import { columns, type Line, line, span, type Tone } from './text.js';

type Place = Pick<Shell, 'program' | 'folder' | 'platform'>;

/** How an invocation ended, for people: what was built, where it is, what to type next. */
export function reportLines(report: ChainReport, shell: Place, next: Continuation): readonly Line[] {
  const { outcome, plan, builds, release } = report;
  if (outcome === 'refused') return [];
  if (outcome === 'interrupted' && report.run === null)
    return [line('interrupted: nothing was begun', 'warning'), ...steps([['to begin again:', [next.build]]])];
  if (outcome === 'planned') return [...(plan ? planLines(plan) : []), ...nextLines(report, shell, next)];
  return [
    ...builds.filter(({ status }) => status === 'failed').flatMap((build) => failureLines(build, shell)),
    ...buildTable(builds),
    [],
    line(outcomeText(report), tones[outcome]),
    ...(release ? [line(`  ${shownPath(release.folder, shell.folder)}`)] : []),
    ...(release?.movedAside ? [line(`  the former one is now ${shownPath(release.movedAside, shell.folder)}`)] : []),
    ...nextLines(report, shell, next),
  ];
}

const tones: Readonly<Record<Outcome, Tone>> = {
  planned: 'plain',
  released: 'good',
  'already-released': 'good',
  built: 'good',
  failed: 'bad',
  cancelled: 'bad',
  paused: 'warning',
  continuing: 'warning',
  interrupted: 'warning',
  refused: 'bad',
};

function outcomeText({ outcome, set, builds }: ChainReport): string {
  switch (outcome) {
    case 'already-released':
      return 'already released';
    case 'released':
      return `released ${set}`;
    case 'built':
      return `built ${counted(builds.length, 'component')} of ${set}; a part of the set makes no release folder`;
    default:
      return `${outcome}: nothing is released, and what was built is kept`;
  }
}

const statusTones: Readonly<Record<BuildReport['status'], Tone>> = {
  succeeded: 'good',
  reused: 'good',
  failed: 'bad',
  skipped: 'warning',
  cancelled: 'warning',
  running: 'warning',
  waiting: 'dim',
};

const titles = ['component', 'version', 'commit', 'outcome', 'attempts', 'duration', 'size'];

function buildTable(builds: readonly BuildReport[]): readonly Line[] {
  const rows = builds.map(({ component, version, commit, status, attempts, duration, artifacts }): Line => [
    span(component),
    span(version),
    span(commit?.slice(0, 12) ?? 'no git', 'dim'),
    span(status, statusTones[status]),
    span(attempts === 0 || status === 'reused' ? '' : String(attempts)),
    span(duration === null || status === 'reused' ? '' : durationText(duration)),
    span(artifacts.length === 0 ? '' : sizeText(artifacts.reduce((sum, { size }) => sum + size, 0))),
  ]);
  return columns([titles.map((title) => span(title, 'dim')), ...rows], new Set([4, 5, 6]));
}

function failureLines({ component, attempts, failure }: BuildReport, shell: Place): readonly Line[] {
  if (failure === null) return [];
  const tries = attempts > 1 ? ` in attempt ${attempts}` : '';
  return [
    line(`${component} failed${tries}: ${clean(failure.what)}`, 'bad'),
    ...failure.tail.map((text) => [span('  | ', 'dim'), span(clean(text))]),
    ...(failure.log ? [line(`  full log: ${shownPath(failure.log, shell.folder)}`)] : []),
    [],
  ];
}

/** What to type next; nothing where nothing is left to do. */
function nextLines({ outcome, release, builds }: ChainReport, shell: Place, next: Continuation): readonly Line[] {
  if (outcome === 'planned') return steps([['nothing was built; to build it:', [next.build]]]);
  const status = command(shell.program, ['chain', 'status', ...placeArgs({ manifest: next.flags.manifest })]);
  if (release) {
    const assets = shownPath(join(release.folder, 'assets'), shell.folder);
    return steps([['next:', [`(cd ${quoted(assets)} && ${checksumCommand(shell.platform)} SHA256SUMS)`, status]]]);
  }
  return outcome === 'built'
    ? steps([['next:', [status]]])
    : steps(continuations({ phase: outcome, builds }, shell, next));
}
