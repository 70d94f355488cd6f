import { AsyncLocalStorage } from 'node:async_hooks';
import http, { type ClientRequest } from 'node:http';
import { connect, givenToken, githubWorkflowRuns, jobLiveness } from '@slipway/github';
import type { Double, FaultRule } from '@slipway/github-double';
import type { GithubPorts } from '@slipway/operations/orchestrate-chain';
import type { Clock, JobOwner } from '@slipway/operations/ports';
import { type Place, portsOn } from './a-github-chain.js';

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
  /** What another job does meanwhile, which nothing kills. */
  readonly beside?: (ports: GithubPorts) => Promise<unknown>;
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

  /** What becomes of a request that is about to be sent. */
  begins(name: string): 'unsent' | 'unheard' | 'heard' {
    if (this.isOver) return 'unsent';
    if (this.asked.push(name) !== this.death?.request) return 'heard';
    if (this.death.when === 'after') return 'unheard';
    void this.die();
    return 'unsent';
  }

  async ask<Answer>(name: string, send: () => Promise<Answer>): Promise<Answer> {
    const fate = this.begins(name);
    if (fate === 'unsent') return never();
    const answer = await send().catch((error: unknown) => {
      if (fate === 'heard' && !this.isOver) throw error;
      return null;
    });
    if (fate === 'unheard') return this.die();
    return answer === null || this.isOver ? never() : answer;
  }

  /** The same for what is a stream on its way there or back. */
  open(name: string, send: (agent?: http.Agent) => ClientRequest): ClientRequest {
    const fate = this.begins(name);
    if (fate === 'unsent') return send(noConnections);
    const request = send();
    const emit = request.emit.bind(request);
    request.emit = (event: string | symbol, ...told: unknown[]) => {
      if (event !== 'response' && event !== 'error') return emit(event, ...told);
      if (fate === 'unheard') void this.die();
      if (!this.isOver) return emit(event, ...told);
      request.destroy();
      return true;
    };
    return request;
  }

  die(): Promise<never> {
    this.isOver = true;
    this.end();
    return never();
  }
}

const lives = new AsyncLocalStorage<Life>();

/** Never gives a request its socket: it waits, and nothing is sent. */
const noConnections = Object.assign(new http.Agent(), { addRequest: () => {} });

/** Makes `fetch`, and `node:http`, by which large files go, know whose request they send. */
export function whileProcessesAreMortal(): void {
  const [fetched, opened] = [globalThis.fetch, http.request];
  beforeAll(() => {
    globalThis.fetch = (input, init) => {
      const send = () => fetched(input, init);
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      return lives.getStore()?.ask(`${init?.method ?? 'GET'} ${pathname}`, send) ?? send();
    };
    const request = (address: string, options: http.RequestOptions): ClientRequest => {
      const send = (agent = options.agent) => opened(address, { ...options, agent });
      return lives.getStore()?.open(`${options.method} ${new URL(address).pathname}`, send) ?? send();
    };
    Object.assign(http, { request });
  });
  afterAll(() => {
    globalThis.fetch = fetched;
    Object.assign(http, { request: opened });
  });
}

/** A job of its own workflow run, on a runner of its own, until it ends or dies; from then on GitHub lists it as over. */
export async function live<Result>(
  double: Double,
  { folder, death = null, faults = [], ahead = 0, beside }: Lot,
  work: (ports: GithubPorts) => Promise<Result>,
): Promise<Killed<Result>> {
  const token = double.token({ kind: 'classic', user: 'ada' });
  const client = clientOf(double, token);
  const life = new Life(double.clock, death, ahead);
  const isAlive = (one: JobOwner) =>
    jobLiveness(client, { repository: home, run: one.runId, attempt: one.attempt, job: one.job });
  const begin = async (place: Pick<Place, 'folder' | 'clock'>) => {
    const runId = await beginJob(double);
    const owner: JobOwner = { repository: 'acme/releases', runId, attempt: 1, job: 'prepare' };
    const end = () => double.runs.forceCancel(runId);
    return { ports: portsOn(double, { ...place, owner, token, isAlive }), end };
  };
  const job = await begin({ folder, clock: life.clock });
  const other = beside && (await begin({ folder: `${folder}-beside` }));
  for (const rule of faults) double.faults.add(rule);
  try {
    const done = lives.run(life, () => work(job.ports).then((result) => ({ result })));
    const over = Promise.race([done, life.over]).finally(() => {
      void life.die();
      job.end();
    });
    const [end] = await double.drive(Promise.all([over, other && beside?.(other.ports).finally(other.end)]));
    return end === 'killed' ? { end, asked: life.asked } : { end: 'ended', ...end, asked: life.asked };
  } finally {
    double.faults.clear();
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
