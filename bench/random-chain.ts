import type { Component, Manifest } from '@slipway/operations/orchestrate-chain';

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32), so that every run measures the same graphs. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RandomChain {
  readonly manifest: Manifest;
  /** Milliseconds by component. */
  readonly durations: ReadonlyMap<string, number>;
}

/** A random acyclic set: each component requires up to three of the `reach` before it, and builds for one to a hundred seconds. */
export function randomChain(size: number, reach: number, roll: () => number): RandomChain {
  const durations = new Map<string, number>();
  const components = Array.from({ length: size }, (_, at): Component => {
    const wanted = Math.floor(roll() * 4);
    const required = Array.from({ length: wanted }, () => at - 1 - Math.floor(roll() * Math.min(reach, at)));
    durations.set(nameOf(at), 1_000 * (1 + Math.floor(roll() ** 3 * 100)));
    return aComponent(at, required);
  });
  return { manifest: { set: 'bench', components, onFailure: 'keep-going' }, durations };
}

/** A random set in layers, as people's are: each component requires two of the layer before. */
export function layeredChain(layers: number, width: number, roll: () => number): Manifest {
  const components = Array.from({ length: layers * width }, (_, at) => {
    const before = at - (at % width) - width;
    return aComponent(at, before < 0 ? [] : [0, 1].map(() => before + Math.floor(roll() * width)));
  });
  return { set: 'bench', components, onFailure: 'keep-going' };
}

const aComponent = (at: number, required: readonly number[]): Component => ({
  name: nameOf(at),
  version: '1.0.0',
  tag: 'v1.0.0',
  requires: [...new Set(required)]
    .filter((other) => other >= 0)
    .sort((a, b) => a - b)
    .map((other) => ({ name: nameOf(other), range: '*' })),
  binaries: [],
  build: {
    command: ['true'],
    artifacts: ['out'],
    env: {},
    passEnv: [],
    tools: {},
    attempts: 1,
    retryOn: 'infrastructure',
    timeout: 1e9,
  },
});

/** All of one length, so that their order is that of their numbers. */
export const nameOf = (at: number): string => `c${String(at).padStart(5, '0')}`;
