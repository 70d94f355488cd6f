import { type ChainRun, durationText } from '@slipway/operations/orchestrate-chain';
import type { Attendance } from '../commands/status.js';
import { buildRow } from './progress.js';
import { columns, type Line, line, type Tone } from './text.js';

/** How a run stands, for people. `now` in milliseconds since 1970. */
export function statusLines(run: ChainRun, attendance: Attendance, now: number): readonly Line[] {
  // Where nobody builds any more, no time passes.
  const until = attendance === 'alive' ? now : run.now;
  return [
    line(
      `${run.id}: ${phaseText(run, attendance)}, after ${durationText(until - run.startedAt)}`,
      tone(run, attendance),
    ),
    [],
    ...columns(
      run.components.map((_, at) => buildRow(run, at, until)),
      new Set([4]),
    ),
    ...aside(run, attendance),
  ];
}

function phaseText({ phase, owner }: ChainRun, attendance: Attendance): string {
  if (attendance === null || owner === null) return phase;
  const who = `process ${owner.pid} on ${owner.host}`;
  if (attendance === 'alive') return `${phase} (${who})`;
  return attendance === 'dead' ? 'stopped in the middle' : `${phase}, when ${who} wrote last`;
}

function tone({ phase }: ChainRun, attendance: Attendance): Tone {
  if (attendance === 'dead') return 'warning';
  if (phase === 'released' || phase === 'built') return 'good';
  return phase === 'failed' ? 'bad' : 'strong';
}

/** What the reader can do. */
function aside({ phase }: ChainRun, attendance: Attendance): readonly Line[] {
  const goesOn = attendance === 'dead' || phase === 'paused' || phase === 'interrupted' || phase === 'failed';
  return goesOn ? [[], line('"slipway chain build" with the same options goes on; what was built is reused')] : [];
}
