import type { ChainRun } from '@slipway/operations/orchestrate-chain';
import { buildRow, footer, type State, stateOf } from './progress.js';
import { columns, cut, type Line, line } from './text.js';

/** In characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What is worth a line where there are not enough of them: the smaller, the more. */
const interest: Readonly<Record<State, number>> = {
  stopping: 0,
  building: 1,
  'awaiting approval': 1,
  queued: 1,
  preparing: 1,
  failed: 2,
  cancelled: 3,
  skipped: 3,
  waiting: 4,
  succeeded: 5,
  reused: 6,
};

/** The run as a table that fits into the window: a line for each component, and a footer. */
export function liveTable(run: ChainRun, now: number, size: Size): readonly Line[] {
  // The cursor stands on the last line, and a line that fills the window to its edge would wrap at the next character.
  const width = size.columns - 1;
  const places = shown(run, Math.max(size.rows - 1, 1));
  const rows = columns(
    places.map((at) => buildRow(run, at, now)),
    new Set([4]),
  );
  const hidden = run.components.length - places.length;
  const more = hidden > 0 ? [line(`… and ${hidden} more`, 'dim')] : [];
  const lines = [...rows, ...more, footer(run, now)];
  return lines.slice(-Math.max(size.rows, 1)).map((each) => cut(each, width));
}

/** Places of the components that get one of the lines, in the order of the set; one line is left for how many do not. */
function shown(run: ChainRun, lines: number): readonly number[] {
  const places = [...run.components.keys()];
  if (places.length <= lines) return places;
  const rank = new Map(places.map((at) => [at, interest[stateOf(run.builds[at])]]));
  return places
    .toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || a - b)
    .slice(0, Math.max(lines - 1, 0))
    .toSorted((a, b) => a - b);
}
