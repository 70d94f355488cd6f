import {
  affordable,
  type ChainRun,
  type ChainEvent,
  nextLook,
  planChain,
  step,
  type Watched,
} from '@slipway/operations/orchestrate-chain';
import { runOf } from './makespan.ts';
import type { RandomChain } from './random-chain.ts';

/** Milliseconds: of a request; between two writes, as GitHub asks; between two writes of the state; of which an end may be seen too late. */
const latency = 200;
const betweenWrites = 1_000;
const gathering = 2_000;
const observation = 15_000;

const hour = 3_600_000;
const anHour = 5_000;

export interface GithubMakespan {
  readonly taken: number;
  /** The longest path of builds, with one dispatch and one observation for each of its levels. */
  readonly bound: number;
  readonly criticalPath: number;
}

interface Build extends Watched {
  readonly component: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * A chain as GitHub would build it, in virtual time: the engine decides what is dispatched, the watcher's policy and what is left of the hourly limit
 * when it is looked. Stands in: latencies, the pause between writes, runners that take a while, builds that take a little more or less than last time.
 */
export function githubMakespan(chain: RandomChain, roll: () => number): GithubMakespan {
  const { components } = chain.manifest;
  const planning = planChain(chain.manifest, { only: [], skip: [] }, chain.durations);
  if (planning.status === 'refused') throw new Error('a random chain has no cycle');
  const queues = new Map(components.map(({ name }) => [name, 2_000 + roll() * 20_000]));
  const lengths = new Map(
    components.map(({ name }) => [name, (chain.durations.get(name) ?? 0) * (0.95 + roll() * 0.1)]),
  );
  let run: ChainRun = runOf(planning.plan, components, 100, 'longest-path-first');

  let now = 0;
  const alarms: { readonly at: number; readonly ring: () => void }[] = [];
  const at = (time: number, ring: () => void) => void alarms.push({ at: time, ring });

  let nextWrite = 0;
  /** When the answer to a write that is sent no earlier than then is there. */
  const write = (from: number): number => {
    const sent = Math.max(from, nextWrite);
    nextWrite = sent + betweenWrites;
    return sent + latency;
  };

  let watched: readonly Build[] = [];
  let lastLook = -Infinity;
  let looks = 0;
  let spent = 0;
  const plan = () => {
    looks += 1;
    const number = looks;
    if (watched.length === 0) return;
    const base = Math.max(lastLook, Math.min(...watched.map(({ since }) => since)));
    const budget = { limit: anHour, remaining: anHour - spent, resetAt: (Math.floor(base / hour) + 1) * hour, cost: 1 };
    const wait = Math.max(nextLook(watched, base), affordable(budget, watched.length, base));
    at(Math.max(base + wait, now), () => (number === looks ? look() : undefined));
  };
  const look = () => {
    const seen = now + latency;
    spent = Math.floor(seen / hour) > Math.floor(lastLook / hour) ? 1 : spent + 1;
    lastLook = seen;
    for (const build of watched) if (seen >= build.endsAt) collect(build, seen);
    watched = watched
      .filter(({ endsAt }) => seen < endsAt)
      .map((build) =>
        build.stage === 'queued' && seen >= build.startsAt ? { ...build, stage: 'building', since: seen } : build,
      );
    plan();
  };
  /** Its confirmation, its artifacts' list, and one download. */
  const collect = ({ component }: Build, seen: number) =>
    at(seen + 3 * latency, () => {
      inbox.push({ type: 'succeeded', component, attempt: 1, artifacts: [], reused: false });
      wake();
    });

  const inbox: ChainEvent[] = [];
  let state: 'waiting' | 'busy' = 'waiting';
  const wake = () => {
    if (state === 'busy' || inbox.length === 0) return;
    state = 'busy';
    at(now + gathering, turn);
  };
  const turn = () => {
    const dispatched: string[] = [];
    for (const event of [{ type: 'tick', now } as const, ...inbox.splice(0)]) {
      const next = step(run, event);
      run = next.state;
      for (const effect of next.effects) if (effect.type === 'dispatch') dispatched.push(effect.component);
    }
    const written = write(write(now));
    for (const component of dispatched) {
      const sent = write(written);
      const startsAt = sent + (queues.get(component) ?? 0);
      const endsAt = startsAt + (lengths.get(component) ?? 0);
      const expected = chain.durations.get(component) ?? null;
      at(sent, () => {
        watched = [...watched, { component, stage: 'queued', since: sent, expected, startsAt, endsAt }];
        plan();
      });
    }
    at(written, () => {
      state = 'waiting';
      wake();
    });
  };

  state = 'busy';
  turn();
  while (alarms.length > 0) {
    alarms.sort((one, other) => other.at - one.at);
    const next = alarms.pop();
    if (!next) break;
    now = next.at;
    next.ring();
  }
  if (run.builds.some(({ status }) => status !== 'succeeded')) throw new Error('not all was built');

  const dispatch = 3 * latency + 2 * betweenWrites;
  const path = (extra: number) => {
    const ends = new Map<string, number>();
    for (const { name, requires } of components) {
      const begun = Math.max(0, ...requires.map((one) => ends.get(one.name) ?? 0));
      ends.set(name, begun + (queues.get(name) ?? 0) + (lengths.get(name) ?? 0) + extra);
    }
    return Math.max(...ends.values());
  };
  return { taken: now, bound: path(dispatch + observation), criticalPath: path(0) };
}
