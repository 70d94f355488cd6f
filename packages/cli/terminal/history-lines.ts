import { type ChainHistory, durationText, type PastRun } from '@slipway/operations/orchestrate-chain';
import { columns, type Line, line, span, type Tone } from './text.js';

const titles = ['run', 'begun', 'outcome', 'duration', 'built', 'reused', 'failed', ''];

/** The runs of a set, a line for each. */
export function historyLines({ set, runs, findings }: Omit<ChainHistory, 'schema'>): readonly Line[] {
  if (runs.length === 0)
    return [line(findings.length === 0 ? `${set} has not been built here` : `${set} has no run that can be read`)];
  return columns([titles.map((title) => span(title, 'dim')), ...runs.map(row)], new Set([3, 4, 5, 6]));
}

function row(run: PastRun): Line {
  const { counts, startedAt, changedAt } = run;
  const [outcome, tone] = outcomeOf(run);
  return [
    span(run.run),
    span(when.format(startedAt), 'dim'),
    span(outcome, tone),
    span(durationText(changedAt - startedAt)),
    ...[counts.succeeded, counts.reused, counts.failed].map((count = 0) => span(String(count))),
    span(run.partial ? 'a part' : '', 'dim'),
  ];
}

/** In the reader's time zone; the Swedish way to write a date is the one that sorts. */
const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

const tones: Partial<Readonly<Record<PastRun['phase'], Tone>>> = {
  released: 'good',
  built: 'good',
  failed: 'bad',
  cancelled: 'bad',
  paused: 'warning',
  interrupted: 'warning',
};

function outcomeOf({ phase, attendance }: PastRun): readonly [string, Tone] {
  return attendance === 'dead' ? ['stopped in the middle', 'warning'] : [phase, tones[phase] ?? 'busy'];
}
