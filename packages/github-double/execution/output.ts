import { type ExecutedJob, executedJob, neverStarted, type SeenJob, type Unfinished } from './executed-job.js';
import { teller, toldOutputs } from './held-jobs.js';
import type { Workflow } from './workflow.js';

/** A line of act's `--json`, as far as it is read. */
interface Line {
  readonly job: string;
  readonly jobID: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
  readonly step?: string;
  readonly stepID?: readonly string[];
  readonly stepid?: readonly string[];
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly msg?: string;
  /** Written by a step, not by act. */
  readonly raw_output?: boolean;
  readonly level?: string;
  /** `set-output`, of what a step puts out: `name`, and its text in `arg`. */
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
}

/** Jobs and steps, read from act's output line by line. */
export class Output {
  readonly #workflow: Workflow;
  readonly #now: () => number;
  readonly #jobs = new Map<string, SeenJob>();
  #needs: string | null = null;

  constructor(workflow: Workflow, now: () => number) {
    this.#workflow = workflow;
    this.#now = now;
  }

  /** Whether something began or ended with this line. */
  read(text: string): boolean {
    const line = lineIn(text);
    if (!line) return false;
    if (line.jobID === teller) {
      if (line.command === 'set-output' && line.name === teller) this.#needs = line.arg ?? null;
      return false;
    }
    const job = this.#jobOf(line);
    if (line.raw_output === true || line.level === 'error') this.#log(job, line);
    const changed = line.step !== undefined && this.#readStep(job, line, line.step);
    if (line.jobResult === undefined) return changed;
    const conclusion = line.jobResult === 'success' || isSpared(line, job) ? 'success' : 'failure';
    Object.assign(job, { conclusion, completedAt: this.#now() });
    return true;
  }

  /** Of jobs, by key; none where nobody has asked for them. */
  outputs(): ReturnType<typeof toldOutputs> {
    return this.#needs === null ? {} : toldOutputs(this.#needs);
  }

  /** As the runner writes it: a time before each line, errors marked. */
  #log(job: SeenJob, { msg = '', raw_output }: Line): void {
    job.lines.push(
      `${new Date(this.#now()).toISOString()} ${raw_output === true ? '' : '##[error]'}${msg.trimEnd()}\n`,
    );
  }

  /** What is known now; `unfinished`: how that ended which has no end of its own, `null` while act runs. */
  jobs(unfinished: Unfinished = null): readonly ExecutedJob[] {
    const seen = [...this.#jobs.values()];
    const now = this.#now();
    const missing = this.#workflow.jobs.filter(
      ({ id }) => unfinished && id !== teller && !seen.some(({ key }) => key === id),
    );
    return [
      ...seen.map((job) =>
        executedJob(job, this.#workflow.jobs.find(({ id }) => id === job.key) ?? null, unfinished, now),
      ),
      ...missing.map((job) => neverStarted(job, unfinished === 'cancelled' ? 'cancelled' : 'skipped', now)),
    ];
  }

  #jobOf(line: Line): SeenJob {
    const known = this.#jobs.get(line.job);
    if (known) return known;
    const span = { conclusion: null, startedAt: this.#now(), completedAt: null };
    const job: SeenJob = { ...span, ...identify(line, this.#workflow), steps: new Map(), lines: [] };
    this.#jobs.set(line.job, job);
    return job;
  }

  #readStep(job: SeenJob, { stage, stepID, stepid, stepResult, msg }: Line, name: string): boolean {
    const [id = '', ...inner] = stepID ?? stepid ?? [];
    if (inner.length > 0 || (stage !== undefined && stage !== 'Main')) return false;
    const known = job.steps.get(id);
    const begun = { name, conclusion: null, startedAt: this.#now(), completedAt: null, mayFail: false };
    const step = known ?? begun;
    job.steps.set(id, step);
    if (msg === 'Failed but continue next step') step.mayFail = true;
    if (stepResult === undefined) return !known;
    const conclusion = stepResult === 'failure' || stepResult === 'skipped' ? stepResult : 'success';
    Object.assign(step, { conclusion, completedAt: this.#now() });
    return true;
  }
}

/** act calls all legs of a matrix failed where one is. */
const isSpared = ({ matrix = {} }: Line, { steps }: SeenJob): boolean =>
  Object.keys(matrix).length > 0 &&
  [...steps.values()].every(({ conclusion, mayFail }) => conclusion !== 'failure' || mayFail);

/** `null` for what is no line of a job. */
function lineIn(text: string): Line | null {
  if (!text.startsWith('{')) return null;
  const line = JSON.parse(text) as Partial<Line>; // act's own form, see facts of `--json`
  return line.job === undefined ? null : { ...line, job: line.job, jobID: line.jobID ?? line.job };
}

/** act writes `Build/test-1` for a leg, and `call/Inner/deep` for a job of a called workflow. */
function identify({ job, jobID, matrix }: Line, { name: workflow, jobs }: Workflow): Pick<SeenJob, 'key' | 'name'> {
  const values = Object.values(matrix ?? {});
  const caller = job.startsWith(`${workflow}/`) ? undefined : jobs.find(({ name }) => job.startsWith(`${name}/`));
  if (caller) return { key: caller.id, name: `${caller.name} / ${job.split('/').at(-1)}` };
  const declared = jobs.find(({ id }) => id === jobID)?.name ?? jobID;
  if (values.length === 0) return { key: jobID, name: job.slice(workflow.length + 1).trim() };
  const evaluated = job.slice(workflow.length + 1).replace(/-\d+$/, '');
  return { key: jobID, name: declared.includes('${{') ? evaluated : `${declared} (${values.join(', ')})` };
}
