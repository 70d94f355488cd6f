import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { makespanOf, type Order } from './makespan.ts';
import { dice, randomChain } from './random-chain.ts';

const graphs = 1_000;
const size = 1_000;
const places = 8;

/** How much longer than the bound each of the random chains takes; the same chains for every order. */
function ratiosOf(order: Order): readonly number[] {
  const roll = dice(20_251);
  return Array.from({ length: graphs }, (_, at) => {
    // Deep chains and flat ones, and all between.
    const { taken, bound } = makespanOf(randomChain(size, 2 + (at % 100), roll), places, order);
    return taken / bound;
  });
}

let longestFirst: readonly number[] = [];
const mean = (ratios: readonly number[]): number => ratios.reduce((sum, one) => sum + one, 0) / ratios.length;

export const figures: readonly Figure[] = [
  {
    what: `makespan of ${graphs} random graphs of ${size}, ${places} at a time, virtual: mean`,
    against: 'max(critical path, work ÷ 8)',
    unit: '×',
    wanted: 1.02,
    measure: async () => mean((longestFirst = ratiosOf('longest-path-first'))),
  },
  {
    what: 'the same: worst',
    against: 'max(critical path, work ÷ 8)',
    unit: '×',
    wanted: 1.2,
    measure: async () => Math.max(...longestFirst),
  },
  {
    what: 'the same, first come first served: mean',
    against: 'max(critical path, work ÷ 8)',
    unit: '×',
    wanted: null,
    measure: async () => mean(ratiosOf('fifo')),
  },
  {
    what: 'memory of a run of 10,000 components, virtual',
    against: 'a limit',
    unit: 'MB',
    wanted: 200,
    measure: async () => {
      const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'memory.ts')], { encoding: 'utf8' });
      return Number(stdout);
    },
  },
];
