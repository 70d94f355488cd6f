import type { Log } from '@slipway/action-kit';
import type { ChainRun } from '@slipway/operations/orchestrate-chain';
import { durationText, stageOf } from '@slipway/operations/orchestrate-chain';

/** Lines of output that the log shows of one build; the report names the file that has all. */
const most = 20_000;

export interface Narrator {
  readonly watch: (run: ChainRun) => void;
  readonly output: (component: string, line: string) => void;
  /** Shows what builds printed that nobody saw the end of. */
  readonly end: () => void;
}

/** Tells a run in the log: a line when a build begins, and all that it printed, folded, when it ends. Builds that run at the same time stay apart. */
export function narrator(log: Log): Narrator {
  const printed = new Map<string, string[]>();
  let before: ChainRun | null = null;

  function tell(title: string, component: string): void {
    const lines = printed.get(component) ?? [];
    printed.delete(component);
    if (lines.length === 0) log.line(title);
    else log.group(title, lines);
  }

  return {
    watch(run) {
      run.components.forEach(({ component: { name, version } }, at) => {
        const build = run.builds[at];
        if (build === undefined || build === before?.builds[at]) return;
        const was = before?.builds[at];
        const isOver = was?.status === 'running' && (build.status !== 'running' || build.attempt !== was.attempt);
        if (isOver) tell(`${name} ${version}: ${endText(build)}`, name);
        const begins = build.status === 'running' && (was?.status !== 'running' || was.attempt !== build.attempt);
        if (begins) log.line(`${name} ${version}: building${build.attempt > 1 ? `, attempt ${build.attempt}` : ''}`);
        const [stage, former] = [stageOf(build), begins ? null : stageOf(was)];
        if (stage !== null && stage !== former && stages[stage]) log.line(`${name} ${version}: ${stages[stage]}`);
      });
      before = run;
    },
    output(component, line) {
      const lines = printed.get(component) ?? [];
      printed.set(component, lines);
      if (lines.length === most) lines.push('… the rest is in the log file of this build');
      else if (lines.length < most) lines.push(line);
    },
    end() {
      for (const component of printed.keys()) tell(`${component}: did not end`, component);
    },
  };
}

type Build = ChainRun['builds'][number];

/** What its workflow run waits for, and that it waits no more; of its end there is more to say. */
const stages: Readonly<Record<NonNullable<ReturnType<typeof stageOf>>, string>> = {
  queued: 'waits for a runner',
  waiting: 'waits for somebody who approves it',
  building: 'has a runner',
  completed: '',
};

function endText(build: Build): string {
  switch (build.status) {
    case 'succeeded':
      return build.reused ? 'reused' : `built in ${durationText(build.endedAt - build.startedAt)}`;
    case 'failed':
      return `failed after ${durationText(build.endedAt - build.startedAt)}, ${build.failure.what}`;
    case 'running':
      return `attempt ${build.attempt - 1} failed`;
    case 'waiting':
      return 'ended, and will be built again';
    case 'cancelled':
    case 'skipped':
      return build.status;
  }
}
