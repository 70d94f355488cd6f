import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { factsOf } from './facts.js';
import { heldBack } from './gate.js';
import type { RealExecution } from './real-execution.js';
import { type Job, latestAttempt, type Run } from './run.js';
import type { Execution, JobConclusion } from './script.js';

/** How many runs are executed at the moment: a virtual clock must not be driven on meanwhile. */
export const executing = subject<World, { count: number }>(() => ({ count: 0 }));

/** `null` for a job that was held back. */
type Ended = (conclusionOf: (job: Job) => JobConclusion | null) => void;

/** A job has its runner: the first one starts the execution, the others end with it, or at once where it has ended. */
export function execute(
  world: World,
  { run, job }: { readonly run: Run; readonly job: Job },
  execution: RealExecution,
  ended: Ended,
): void {
  const { state } = execution;
  if (state.kind === 'running') return;
  if (state.kind === 'ended' && !state.held.includes(job.definition.key)) return ended(from(state));
  execution.state = { kind: 'running' };
  executing(world).count += 1;
  const held = heldBack(world, run);
  const settle = (result: Execution): void => {
    executing(world).count -= 1;
    const over = { kind: 'ended', result, held } as const;
    execution.state = over;
    const { execution: latest, jobs } = latestAttempt(run);
    if (latest !== execution) return;
    ended(from(over));
    const approved = [...jobs.values()].find(
      ({ startedAt, completedAt }) => startedAt !== null && completedAt === null,
    );
    if (approved) execute(world, { run, job: approved }, execution, ended);
  };
  execution.execute(factsOf(run), execution.abort.signal, held).then(settle, (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    world.violations.add({ request: `run ${run.id}`, side: 'response', field: 'execution', reason });
    settle({ conclusion: 'failure' });
  });
}

const from =
  ({ result, held }: { readonly result: Execution; readonly held: readonly string[] }) =>
  ({ definition: { key } }: Job): JobConclusion | null =>
    held.includes(key) ? null : (result.jobs?.[key] ?? result.conclusion);
