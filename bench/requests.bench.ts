import { six } from './a-chain.ts';
import type { Figure } from './figure.ts';
import { kinds, ofRelease, whileBuilding } from './requests.ts';

const assets = Object.keys(six).length + 1;
const live = 100;

let release: ReturnType<typeof ofRelease> | undefined;
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

const perBuild = (count: number, kind: 'state' | 'watch', wanted: number | null): Figure => ({
  what: `${count === 1 ? 'one build' : `each of ${count} builds`} of 30 virtual minutes, beside dispatch and collect: ${kind === 'watch' ? 'watching' : "the chain's state"}, charged`,
  against:
    kind === 'watch' ? '31 of return-dispatch and await-remote-run, 33 to 362 of others' : 'nothing that others keep',
  unit: 'requests',
  wanted,
  measure: async () => (await building(count))[kind] / count,
});

const measured = new Map<number, ReturnType<typeof whileBuilding>>();
function building(count: number): ReturnType<typeof whileBuilding> {
  const known = measured.get(count) ?? whileBuilding(count);
  measured.set(count, known);
  return known;
}

export const figures: readonly Figure[] = [
  perBuild(1, 'watch', 12),
  perBuild(1, 'state', null),
  perBuild(live, 'watch', 2),
  perBuild(live, 'state', null),
  {
    what: 'a whole release of six components, half an hour each, charged',
    against: `15 for each component, 1 for each of ${assets} assets`,
    unit: 'requests',
    wanted: 15 * Object.keys(six).length + assets,
    measure: async () => sum(await (release ??= ofRelease(six))),
  },
  ...kinds.map((kind): Figure => ({
    what: `of these: ${kind}`,
    against: '–',
    unit: 'requests',
    wanted: null,
    measure: async () => (await (release ??= ofRelease(six)))[kind],
  })),
];
