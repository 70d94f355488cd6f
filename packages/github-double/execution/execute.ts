import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue } from '../tokens/issue.js';
import type { World } from '../world/world.js';
import { argumentsOf } from './command.js';
import { environmentOf, eventOf, keptJobToken } from './environment.js';
import type { Conclusion, ExecutedJob } from './executed-job.js';
import type { Execution, ExecutionOptions } from './execution.js';
import { failInstead, leaveOut } from './held-jobs.js';
import { markKeptJobs } from './kept-jobs.js';
import { Output } from './output.js';
import { run as runProcess } from './process.js';
import { checkOut, sourceOf } from './sources.js';
import { collectUses } from './uses.js';
import { readWorkflow, type Workflow } from './workflow.js';

export interface Executed {
  readonly conclusion: Conclusion;
  readonly jobs: readonly ExecutedJob[];
  /** Of jobs, by key, as far as they are known. */
  readonly outputs: ReturnType<Output['outputs']>;
  /** What act said outside of any job. */
  readonly errors: string;
}

/** Checks the run's commit out and lets act run its workflow on this machine; rejects where act cannot begin. */
export async function execute(world: World, execution: Execution, options: ExecutionOptions): Promise<Executed> {
  const parent = join(world.folder, 'executions');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${execution.run.id}-`));
  try {
    return await inFolder(world, execution, options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function inFolder(
  world: World,
  execution: Execution,
  options: ExecutionOptions,
  folder: string,
): Promise<Executed> {
  const { repository, run, actor, signal, onProgress } = execution;
  const workspace = join(folder, 'workspace');
  checkOut(repository, run.sha, workspace);
  const workflowPath = `.github/workflows/${run.workflow}`;
  const file = join(workspace, workflowPath);
  leaveOut(file, execution.heldJobs ?? []);
  failInstead(file, execution.refusedJobs ?? []);
  const workflow = readWorkflow(readFileSync(file, 'utf8'), run.workflow);
  markKeptJobs(file, execution.keptJobs ?? [], { ACTIONS_RUNTIME_TOKEN: keptJobToken(world, execution) });
  const eventFile = join(folder, 'event.json');
  writeFileSync(eventFile, JSON.stringify(eventOf(world, execution)));
  const output = new Output(workflow, () => world.clock.now());
  const actions = collectUses(workspace, workflowPath, sourceOf(world, options, folder));
  const token = issueToken(world, execution, workflow);
  const args = argumentsOf({
    event: run.event,
    eventFile,
    workflowPath,
    workflow,
    actor: actor.login,
    actions,
    secrets: { ...options.secrets, GITHUB_TOKEN: token },
    variables: options.variables ?? {},
    environment: { ...environmentOf(world, execution), ...options.environment },
  });
  try {
    const { code, errors } = await runProcess({
      file: options.act,
      args,
      folder: workspace,
      environment: { PATH: options.path, HOME: folder, ACT_DISABLE_VERSION_CHECK: '1' },
      signal,
      onLine: (line) => {
        if (!signal.aborted && output.read(line)) onProgress?.(output.jobs());
      },
    });
    const outcome = outcomeOf(output, code, errors, signal);
    return { ...outcome, jobs: outcome.jobs.map((job) => asRefused(job, execution)) };
  } finally {
    world.tokens.revoke(token);
  }
}

function outcomeOf(output: Output, code: number | null, errors: string, signal: AbortSignal): Executed {
  const outputs = output.outputs();
  if (signal.aborted) return { conclusion: 'cancelled', jobs: output.jobs('cancelled'), outputs, errors };
  const jobs = output.jobs('failure');
  const ran = jobs.some(({ startedAt }) => startedAt !== null);
  if (code !== 0 && !ran) throw new Error(`act did not begin: ${errors.trim()}`);
  return { conclusion: code !== 0 ? 'failure' : ran ? 'success' : 'skipped', jobs, outputs, errors };
}

/** Of what failed in its place nobody is to see anything. */
const asRefused = (job: ExecutedJob, { refusedJobs = [] }: Execution): ExecutedJob =>
  refusedJobs.includes(job.key) ? { ...job, startedAt: null, steps: [], log: '' } : job;

const issueToken = (world: World, { repository, run }: Execution, { permissions }: Workflow): string =>
  issue(world, {
    kind: 'workflow',
    repository: repository.fullName,
    permissions,
    label: `GITHUB_TOKEN of run ${run.id}, attempt ${run.attempt}`,
  });
