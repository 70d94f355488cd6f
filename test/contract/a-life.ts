import { AsyncLocalStorage } from 'node:async_hooks';
import { connect, givenToken, githubWorkflowRuns, jobLiveness } from '@slipway/github';
import type { Double, FaultRule } from '@slipway/github-double';
import type { GithubPorts } from '@slipway/operations/orchestrate-chain';
import type { Clock, JobOwner } from '@slipway/operations/ports';
import { portsOn } from './a-github-chain.js';

/** `before`: the request never leaves. `after`: GitHub has done what it asks for, and nobody hears the answer. */
export interface Death {
  /** Of which request, from 1. */
  readonly request: number;
  readonly when: 'before' | 'after';
}

export type Killed<Result> =
  | { readonly end: 'ended'; readonly result: Result; readonly asked: readonly string[] }
  | { readonly end: 'killed'; readonly asked: readonly string[] };

/** What a process meets. */
export interface Lot {
  /** The runner's. */
  readonly folder: string;
  readonly death?: Death | null;
  readonly faults?: readonly FaultRule[];
  /** How far its clock is ahead of GitHub's; milliseconds. */
  readonly ahead?: number;
}

const never = <Nothing>(): Promise<Nothing> => new Promise<Nothing>(() => {});

/** A process. Once it is dead it sends nothing, hears nothing and wakes from no sleep: none of its code runs any more. */
class Life {
  /** `GET /repos/…`, in the order in which they were sent. */
  readonly asked: string[] = [];
  readonly over: Promise<'killed'>;
  readonly clock: Clock;
  private isOver = false;
  private end = () => {};
  private readonly death: Death | null;

  constructor(clock: Clock, death: Death | null, ahead: number) {
    this.death = death;
    this.over = new Promise((resolve) => (this.end = () => resolve('killed')));
    this.clock = {
      now: () => clock.now() + ahead,
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (this.isOver) await never();
      },
    };
  }

  async ask<Answer>(name: string, send: () => Promise<Answer>): Promise<Answer> {
    if (this.isOver) return never();
    const isLast = this.asked.push(name) === this.death?.request;
    if (isLast && this.death?.when === 'before') return this.die();
    const answer = await send().catch((error: unknown) => {
      if (!isLast && !this.isOver) throw error;
      return null;
    });
    if (isLast) return this.die();
    return answer === null || this.isOver ? never() : answer;
  }

  die(): Promise<never> {
    this.isOver = true;
    this.end();
    return never();
  }
}

const lives = new AsyncLocalStorage<Life>();

/** Makes `fetch`, by which all but uploads goes over the wire, know whose request it sends. */
export function whileProcessesAreMortal(): void {
  const real = globalThis.fetch;
  beforeAll(() => {
    globalThis.fetch = (input, init) => {
      const send = () => real(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      return lives.getStore()?.ask(`${init?.method ?? 'GET'} ${url.pathname}`, send) ?? send();
    };
  });
  afterAll(() => {
    globalThis.fetch = real;
  });
}

/** Uploads are streams, which another client sends. */
const mortal = (life: Life, ports: GithubPorts): GithubPorts => ({
  ...ports,
  releases: {
    ...ports.releases,
    upload: (release, file, sent) => life.ask(`POST ${file.name}`, () => ports.releases.upload(release, file, sent)),
  },
});

/** A job of its own workflow run, on a runner of its own, until it ends or dies; from then on GitHub lists it as over. */
export async function live<Result>(
  double: Double,
  { folder, death = null, faults = [], ahead = 0 }: Lot,
  work: (ports: GithubPorts) => Promise<Result>,
): Promise<Killed<Result>> {
  const token = double.token({ kind: 'classic', user: 'ada' });
  const client = clientOf(double, token);
  const runId = await beginJob(double);
  const owner: JobOwner = { repository: 'acme/releases', runId, attempt: 1, job: 'prepare' };
  const life = new Life(double.clock, death, ahead);
  const isAlive = (one: JobOwner) =>
    jobLiveness(client, { repository: home, run: one.runId, attempt: one.attempt, job: one.job });
  const ports = mortal(life, portsOn(double, { folder, owner, token, clock: life.clock, isAlive }));
  for (const rule of faults) double.faults.add(rule);
  try {
    const done = lives.run(life, () => work(ports).then((result) => ({ result })));
    const end = await double.drive(Promise.race([done, life.over]));
    return end === 'killed' ? { end, asked: life.asked } : { end: 'ended', ...end, asked: life.asked };
  } finally {
    void life.die();
    double.faults.clear();
    double.runs.forceCancel(runId);
  }
}

const home = { owner: 'acme', repo: 'releases' };

/** Begins a run of the orchestrator, whose job lasts until somebody ends it, and gives its id. */
export async function beginJob(double: Double): Promise<number> {
  const by = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main', inputs: { tag: 'set-1' } } as const;
  double.runs.script('acme/releases', by.workflow, { queuedFor: 0, takes: 'forever' });
  await githubWorkflowRuns(clientOf(double, double.token({ kind: 'classic', user: 'ada' }))).start(home, by);
  return double.runs.of('acme/releases').at(-1)?.id ?? 0;
}

const clientOf = (double: Double, token: string) =>
  connect({ apiUrl: double.urls.api, tokens: givenToken(token), clock: double.clock, pace: { betweenWrites: 0 } });
