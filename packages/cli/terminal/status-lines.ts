import {
  type Attendance,
  type ChainRun,
  durationText,
  isAtRest,
  ownerText,
} from '@slipway/operations/orchestrate-chain';
import { type Continuation, continuations, steps } from './next-lines.js';
import { buildRow } from './progress.js';
import type { Shell } from '../shell.js';
import { columns, type Line, line, type Tone } from './text.js';

/** How a run stands, for people, and what they can do. */
export function statusLines(
  run: ChainRun,
  attendance: Attendance,
  shell: Pick<Shell, 'program' | 'now'>,
  next: Continuation,
): readonly Line[] {
  // Where nobody builds any more, no time passes.
  const until = attendance === 'alive' ? shell.now() : run.now;
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
    ...(isAtRest(run) || attendance === 'dead' ? steps(continuations(run, shell, next)) : []),
  ];
}

function phaseText(run: ChainRun, attendance: Attendance): string {
  const { owner } = run;
  const phase = run.phase === 'building' ? intentText[run.intent] : run.phase;
  if (attendance === null || owner === null) return phase;
  const who = ownerText(owner);
  if (attendance === 'alive') return `${phase} (${who})`;
  return attendance === 'dead' ? 'stopped in the middle' : `${phase}, when ${who} wrote last`;
}

const intentText = { go: 'building', pause: 'pausing', interrupt: 'interrupted', cancel: 'cancelling' } as const;

function tone({ phase }: ChainRun, attendance: Attendance): Tone {
  if (attendance === 'dead') return 'warning';
  if (phase === 'released' || phase === 'built') return 'good';
  return phase === 'failed' ? 'bad' : 'strong';
}
