import type { DeclaredJob } from './workflow.js';

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface ExecutedStep {
  readonly name: string;
  readonly conclusion: Conclusion | null;
  /** Milliseconds since 1970 by the double's clock. */
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export interface ExecutedJob {
  /** Its key below `jobs`; legs of a matrix share theirs. */
  readonly key: string;
  readonly name: string;
  /** `null` while it runs. */
  readonly conclusion: Conclusion | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly steps: readonly ExecutedStep[];
  readonly log: string;
}

interface Span {
  conclusion: Conclusion | null;
  startedAt: number | null;
  completedAt: number | null;
}

/** A job as far as act's output told of it. */
export interface SeenJob extends Span {
  readonly key: string;
  readonly name: string;
  /** By act's ids. */
  readonly steps: Map<string, SeenStep>;
  readonly lines: string[];
}

export interface SeenStep extends Span {
  readonly name: string;
  /** `continue-on-error`. */
  mayFail: boolean;
}

/** How that ended which has no end of its own; `null`: it goes on. */
export type Unfinished = 'cancelled' | 'failure' | null;

export function executedJob(
  job: SeenJob,
  declared: DeclaredJob | null,
  unfinished: Unfinished,
  now: number,
): ExecutedJob {
  const { key, name, startedAt, lines } = job;
  return {
    key,
    name,
    startedAt,
    conclusion: job.conclusion ?? unfinished,
    completedAt: job.completedAt ?? (unfinished ? now : null),
    steps: stepsOf(job, declared).map((step) => ({
      name: step.name,
      startedAt: step.startedAt,
      conclusion: step.conclusion ?? (unfinished && (step.startedAt === null ? 'skipped' : unfinished)),
      completedAt: step.completedAt ?? (unfinished ? now : null),
    })),
    log: lines.join(''),
  };
}

/** A job that act never came to. */
export const neverStarted = (
  { id: key, name }: DeclaredJob,
  conclusion: 'cancelled' | 'skipped',
  now: number,
): ExecutedJob => ({ key, name, conclusion, startedAt: null, completedAt: now, steps: [], log: '' });

/** All declared steps, whether act came to them or not, between those that set the job up and complete it. */
function stepsOf({ steps, conclusion, completedAt }: SeenJob, declared: DeclaredJob | null) {
  if (!declared || declared.steps.length === 0) return [...steps.values()];
  const missed = { conclusion: conclusion && ('skipped' as const), startedAt: null, completedAt };
  const begun = steps.get('--setup-job');
  const completed = steps.get('--complete-job');
  return [
    ...(begun ? [begun] : []),
    ...declared.steps.map(({ id, name }) => ({ ...(steps.get(id) ?? missed), name })),
    ...(completed ? [completed] : []),
  ];
}
