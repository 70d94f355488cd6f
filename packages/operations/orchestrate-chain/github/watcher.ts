import type { Finding } from '@slipway/domain';
import type { Clock, LookBudget, RunStage, WorkflowRun, WorkflowRuns } from '../../ports/index.js';
import { affordable, slowedDown } from './budget.js';
import { nextLook, type Watched } from './ticks.js';

/** A run that somebody waits for, and what is known of it. */
export interface Watch extends Watched {
  readonly run: WorkflowRun;
  /** When to stop waiting: milliseconds since 1970. */
  readonly deadline: number;
}

/** `null`: GitHub did not tell of the run, so it has to be asked for by itself. */
export type Sighting = RunStage | null | 'deadline' | 'aborted';

interface Waiting extends Watch {
  readonly tell: (sighting: Sighting) => void;
}

/** Looks at all live runs together, one glance a tick, for as long as somebody waits. */
export class Watcher {
  private readonly waiting = new Set<Waiting>();
  private readonly runs: Pick<WorkflowRuns, 'glance' | 'budgets'>;
  private readonly clock: Clock;
  private wake = new AbortController();
  private looking = false;
  private lastLook = -Infinity;
  private slowest: { readonly wait: number; readonly budget: LookBudget } | null = null;

  constructor(runs: Pick<WorkflowRuns, 'glance' | 'budgets'>, clock: Clock) {
    this.runs = runs;
    this.clock = clock;
  }

  /** Resolves when the run stands at another stage than is known. */
  async next(watch: Watch, signal: AbortSignal): Promise<Sighting> {
    if (signal.aborted) return 'aborted';
    let stop = () => {};
    const sighting = await new Promise<Sighting>((resolve, reject) => {
      const one: Waiting = { ...watch, tell: resolve };
      stop = () => {
        this.waiting.delete(one);
        resolve('aborted');
        this.wake.abort();
      };
      signal.addEventListener('abort', stop);
      this.waiting.add(one);
      this.wake.abort();
      if (!this.looking) this.look().catch(reject);
    });
    signal.removeEventListener('abort', stop);
    return sighting;
  }

  /** What people should know of how it was watched. */
  notices(): readonly Finding[] {
    return this.slowest ? [slowedDown(this.slowest.wait, this.slowest.budget)] : [];
  }

  private async look(): Promise<void> {
    this.looking = true;
    try {
      while (this.waiting.size > 0) {
        const now = this.clock.now();
        const due = this.dueAt(now);
        if (now < due) {
          this.wake = new AbortController();
          await this.clock.sleep(due - now, this.wake.signal);
        } else {
          await this.lookOnce();
        }
      }
    } finally {
      this.looking = false;
    }
  }

  /** A look is for all: who has just come waits for the next one, unless it was long ago. */
  private dueAt(now: number): number {
    const waiting = [...this.waiting];
    const base = Math.max(this.lastLook, Math.min(...waiting.map(({ since }) => since)));
    const wanted = nextLook(waiting, Math.max(base, 0));
    const wait = Math.max(wanted, this.affordableWait(waiting, wanted, base));
    return Math.min(base + wait, ...waiting.map(({ deadline }) => deadline), now + day);
  }

  /** Longer than is wanted where too little is left of a limit. */
  private affordableWait(waiting: readonly Waiting[], wanted: number, since: number): number {
    let longest = 0;
    for (const budget of this.runs.budgets(waiting.map(({ run }) => run))) {
      const wait = affordable(budget, waiting.length, since);
      longest = Math.max(longest, wait);
      if (wait > Math.max(wanted, this.slowest?.wait ?? 0)) this.slowest = { wait, budget };
    }
    return longest;
  }

  private async lookOnce(): Promise<void> {
    const all = [...this.waiting];
    const stages = await this.glance(all);
    this.lastLook = this.clock.now();
    for (const one of all) {
      const stage = stages === null ? one.stage : (stages.get(one.run.id) ?? null);
      const isLate = this.lastLook >= one.deadline;
      if (stage === one.stage && !isLate) continue;
      this.waiting.delete(one);
      one.tell(stage === one.stage ? 'deadline' : stage);
    }
  }

  /** `null` where nothing could be seen this time: the client has tried often enough, and the next tick tries again. */
  private async glance(all: readonly Waiting[]): Promise<ReadonlyMap<number, RunStage> | null> {
    try {
      const stages = await this.runs.glance(all.map(({ run }) => run));
      this.blind = 0;
      return stages;
    } catch (error) {
      this.blind += 1;
      if (this.blind >= mostBlindLooks) throw error;
      return null;
    }
  }

  private blind = 0;
}

const day = 86_400_000;

/** With a minute between them. Whoever owns the chain run ends then; its builds go on, and the next start finds them. */
const mostBlindLooks = 10;
