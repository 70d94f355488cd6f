import type { Repository } from '../repositories/repository.js';
import { addBehaviour } from '../runs/behaviours.js';
import { type Attempt, latestAttempt, runsById } from '../runs/run.js';
import type { Execute, JobConclusion } from '../runs/script.js';
import type { Step } from '../world/start.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { type Executed, execute } from './execute.js';
import type { ExecutionOptions } from './execution.js';
import type { ExecutedJob } from './executed-job.js';

/** What executed attempts did, by run and attempt. */
const executions = subject<World, Map<string, Executed>>(() => new Map());

/** What an attempt that was executed did; `null` for others, and as long as it runs. */
export const executedAttempt = (world: World, run: number, attempt: number): Executed | null =>
  executions(world).get(`${run} ${attempt}`) ?? null;

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

const running = subject<World, Set<Running>>(() => new Set());

/** Ends what act still runs; resolves when nothing of it is left. */
export async function endExecutions(world: World): Promise<void> {
  const all = [...running(world)];
  for (const { abort } of all) abort.abort();
  await Promise.allSettled(all.map(({ ended }) => ended));
}

/** Runs of this workflow (`build.yml`) are executed by act, instead of following a script. */
export const executes =
  (workflow: string, options: ExecutionOptions): Step<Repository> =>
  ({ fullName }, world) =>
    addBehaviour(world, {
      repository: fullName,
      workflow,
      behaviour: { kind: 'executed', execute: byAct(world, options) },
    });

/** Runs a workflow's jobs for real. */
export const byAct =
  (world: World, options: ExecutionOptions): Execute =>
  async (facts, signal, held) => {
    const run = runsById(world).get(facts.id);
    if (!run) throw new Error(`run ${facts.id} is not in the world`);
    const { repository, actor } = run;
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    const attempt = latestAttempt(run);
    const [keptJobs, refusedJobs] = [keptIn(attempt), refusedIn(attempt)];
    const jobs = { keptJobs, refusedJobs, heldJobs: held };
    const ended = execute(world, { repository, run: facts, actor, ...jobs, signal: either }, options);
    const entry = { abort, ended };
    running(world).add(entry);
    try {
      const executed = await ended;
      executions(world).set(`${facts.id} ${facts.attempt}`, executed);
      return { conclusion: executed.conclusion, jobs: conclusions(executed.jobs), outputs: executed.outputs };
    } finally {
      running(world).delete(entry);
    }
  };

/** Jobs that have been executed before: by the attempt before, or before another one of this attempt was approved. */
const keptIn = ({ jobs }: Attempt): readonly string[] =>
  [...jobs].filter(([, job]) => job.startedAt !== null && job.completedAt !== null).map(([key]) => key);

/** Jobs that their environment did not let through: nobody approved, or somebody rejected. */
const refusedIn = ({ jobs }: Attempt): readonly string[] =>
  [...jobs].filter(([, job]) => job.startedAt === null && job.conclusion === 'failure').map(([key]) => key);

/** By key; of a matrix's legs the worst counts. */
function conclusions(jobs: readonly ExecutedJob[]): Readonly<Record<string, JobConclusion>> {
  const worst = ['failure', 'cancelled', 'success', 'skipped'] as const;
  return Object.fromEntries(
    jobs.map(({ key }) => {
      const legs = jobs.filter((job) => job.key === key).map(({ conclusion }) => conclusion);
      return [key, worst.find((word) => legs.includes(word)) ?? 'failure'];
    }),
  );
}
