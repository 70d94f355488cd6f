import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { factsOf } from './facts.js';
import { type Job, latestAttempt, type Run } from './run.js';
import type { Execute, Execution, JobConclusion } from './script.js';

/** The jobs of one attempt, run for real and all together. */
export interface RealExecution {
  readonly execute: Execute;
  readonly abort: AbortController;
  state: { readonly kind: 'new' | 'running' } | { readonly kind: 'ended'; readonly result: Execution };
}

/** How many runs are executed at the moment: a virtual clock must not be driven on meanwhile. */
export const executing = subject<World, { count: number }>(() => ({ count: 0 }));

type Ended = (conclusionOf: (job: Job) => JobConclusion) => void;

/** A job has its runner: the first one starts the execution, the others end with it, or at once where it has ended. */
export function execute(world: World, run: Run, execution: RealExecution, ended: Ended): void {
  const { state } = execution;
  if (state.kind === 'running') return;
  if (state.kind === 'ended') return ended(from(state.result));
  execution.state = { kind: 'running' };
  executing(world).count += 1;
  const settle = (result: Execution): void => {
    executing(world).count -= 1;
    execution.state = { kind: 'ended', result };
    if (latestAttempt(run).execution === execution) ended(from(result));
  };
  execution.execute(factsOf(run), execution.abort.signal).then(settle, (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    world.violations.add({ request: `run ${run.id}`, side: 'response', field: 'execution', reason });
    settle({ conclusion: 'failure' });
  });
}

const from =
  ({ conclusion, jobs }: Execution) =>
  ({ definition }: Job): JobConclusion =>
    jobs?.[definition.key] ?? conclusion;
