import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { addBehaviour } from './behaviours.js';
import { cancel, forceCancel } from './life.js';
import { type Part, rerun, whyNotRerun } from './rerun.js';
import { mayReview, review, waitingAtGates } from './review.js';
import { latestAttempt, type Review, type Run, runsById, runsIn } from './run.js';
import type { Execute, RunFacts, RunScript } from './script.js';
import { type Watcher, watchRuns } from './watchers.js';

interface Decision {
  /** A login. */
  readonly by: string;
  readonly comment?: string;
}

/** What tests do with runs, beside what is asked of the API. */
export class Runs {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** How the runs of a workflow (`build.yml`) go that start from now on; what was said last counts. */
  script(repository: string, workflow: string, script: RunScript | ((run: RunFacts) => RunScript)): void {
    const scriptOf = typeof script === 'function' ? script : () => script;
    addBehaviour(this.#world, { repository, workflow, behaviour: { kind: 'scripted', script: scriptOf } });
  }

  /** The runs of a workflow are executed for real instead. */
  execute(repository: string, workflow: string, execute: Execute): void {
    addBehaviour(this.#world, { repository, workflow, behaviour: { kind: 'executed', execute } });
  }

  /** Oldest first. */
  of(repository: string): readonly Run[] {
    const found = this.#world.repository(repository);
    if (!found) throw new Error(`${repository} is not in the world`);
    return runsIn(found);
  }

  get(id: number): Run {
    const run = runsById(this.#world).get(id);
    if (!run) throw new Error(`there is no run ${id}`);
    return run;
  }

  watch(watcher: Watcher): void {
    watchRuns(this.#world, watcher);
  }

  /** A person approves on GitHub's page. */
  approve(run: number, environment: string, decision: Decision): void {
    this.#decide(run, environment, 'approved', decision);
  }

  reject(run: number, environment: string, decision: Decision): void {
    this.#decide(run, environment, 'rejected', decision);
  }

  /** A person presses the button. */
  cancel(run: number): void {
    cancel(this.#world, this.get(run));
  }

  forceCancel(run: number): void {
    forceCancel(this.#world, this.get(run));
  }

  rerun(run: number, { by, part = 'all' }: { readonly by: string; readonly part?: Part }): void {
    const found = this.get(run);
    const refusal = whyNotRerun(this.#world, found, part);
    if (refusal !== null) throw new Error(refusal);
    rerun(this.#world, found, { part, by: this.#world.account(by) });
  }

  #decide(id: number, environment: string, state: Review['state'], { by, comment = '' }: Decision): void {
    const run = this.get(id);
    const user = this.#world.account(by);
    const gate = waitingAtGates(this.#world, run)
      .map((job) => job.gate)
      .find(({ environment: { name } }) => name === environment);
    if (!gate) throw new Error(`run ${id}, attempt ${latestAttempt(run).number}, does not wait for ${environment}`);
    if (!mayReview(run, gate, user)) throw new Error(`${by} may not review ${environment}`);
    review(this.#world, run, { environment: gate.environment, state, user, comment });
  }
}

export const runsOf = subject<World, Runs>((world) => new Runs(world));
