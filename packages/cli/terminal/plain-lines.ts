import { type Build, type ChainRun, durationText } from '@slipway/operations/orchestrate-chain';
import { clean } from './clean.js';
import { heading, intentTexts, stateOf, tones } from './progress.js';
import { type Line, line, span } from './text.js';

/** What happened to a run since it was shown last, a line for each change. `before` is `null` the first time. */
export function changes(before: ChainRun | null, after: ChainRun): readonly Line[] {
  const lines: Line[] = before === null ? [line(heading(after), 'strong')] : [];
  for (const [at, build] of causesFirst(after.builds)) {
    const former = before?.builds[at];
    if (former === build) continue;
    const text = changeText(former, build);
    const name = after.components[at]?.component.name ?? '';
    if (text !== null) lines.push([span(`${name}: `), span(text, tones[stateOf(build)])]);
  }
  if (after.intent !== (before?.intent ?? 'go')) lines.push(intentLine(after.intent));
  if (after.phase === 'releasing' && before?.phase !== 'releasing') lines.push(line('making the release folder'));
  return lines;
}

/** What was skipped is told after the failure that it was skipped for. */
function causesFirst(builds: readonly Build[]): readonly (readonly [at: number, Build])[] {
  const isSkipped = ([, { status }]: readonly [number, Build]) => Number(status === 'skipped');
  return [...builds.entries()].sort((a, b) => isSkipped(a) - isSkipped(b));
}

function intentLine(intent: ChainRun['intent']): Line {
  if (intent === 'go') return line('goes on');
  return line(`${intent === 'interrupt' ? 'interrupted: ' : ''}${intentTexts[intent]}`, 'warning');
}

/** `null` where nothing happened that a person would care about. */
function changeText(former: Build | undefined, build: Build): string | null {
  switch (build.status) {
    case 'waiting':
      return former?.status === 'running' && build.failures > former.failures
        ? 'failed, and will be tried again'
        : null;
    case 'running':
      return runningText(former, build);
    case 'succeeded':
      return build.reused ? 'reused' : `succeeded in ${durationText(build.endedAt - build.startedAt)}`;
    case 'failed':
      return `failed after ${durationText(build.endedAt - build.startedAt)}: ${clean(build.failure.what)}`;
    case 'skipped':
      return `skipped, because ${build.because} failed`;
    case 'cancelled':
      return 'cancelled';
  }
}

function runningText(former: Build | undefined, build: Extract<Build, { status: 'running' }>): string | null {
  const was = former?.status === 'running' && former.attempt === build.attempt ? former : null;
  if (build.stopping !== null) return was?.stopping === null ? `stopping: ${build.stopping}` : null;
  // Until there is a process, an earlier build may still be found to do.
  const state = stateOf(build);
  if (build.process === null || (was !== null && was.process !== null && stateOf(was) === state)) return null;
  return build.attempt > 1 ? `${state}, attempt ${build.attempt}` : state;
}
