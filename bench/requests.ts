import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, type DoubleOptions, withDouble } from '@slipway/github-double';
import { buildOnGithub, prepareOnGithub, publishOnGithub } from '@slipway/operations/orchestrate-chain';
import { letBuild, portsOn, type Requirements, situationOf, wishFor } from './a-chain.ts';

/** What a charged request was for. */
export const kinds = ['preflight', 'state', 'dispatch', 'watch', 'collect', 'release'] as const;
export type Kind = (typeof kinds)[number];

type Entry = Double['log']['entries'][number];

/** By its route, and by whether anything has been dispatched: what is asked before is preflight. */
function kindOf({ route, path, body }: Entry, phase: 'before' | 'after'): Kind {
  const name = route ?? '';
  if (
    name.includes('/git/') &&
    (/slipway/.test(path) || !name.includes('refs') || /slipway/.test(JSON.stringify(body)))
  )
    return 'state';
  if (name.endsWith('/dispatches')) return 'dispatch';
  if (phase === 'before') return 'preflight';
  if (name.includes('artifacts')) return 'collect';
  if (name.includes('/actions/runs/') || name === 'POST /graphql') return 'watch';
  return 'release';
}

const byKind = (entries: readonly Entry[]): Readonly<Record<Kind, number>> => {
  const first = entries.findIndex(({ route }) => route?.endsWith('/dispatches'));
  const counts = { preflight: 0, state: 0, dispatch: 0, watch: 0, collect: 0, release: 0 };
  entries.forEach((entry, at) => {
    if (entry.charged) counts[kindOf(entry, at < first ? 'before' : 'after')] += 1;
  });
  return counts;
};

async function onDouble<Result>(
  components: Requirements,
  work: (double: Double, folder: string) => Promise<Result>,
  options: DoubleOptions = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    return await withDouble(situationOf(components), (double) => work(double, folder), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

/** Charged requests of a whole release, prepared by one job and published by another, with builds of half an hour. */
export const ofRelease = (components: Requirements): Promise<Readonly<Record<Kind, number>>> =>
  onDouble(components, async (double, folder) => {
    letBuild(double, components, 30);
    const wish = await wishFor(components);
    const prepared = await double.drive(prepareOnGithub(portsOn(double, join(folder, 'prepare')), wish, unsteered()));
    const published = await double.drive(publishOnGithub(portsOn(double, join(folder, 'publish')), wish));
    if (prepared.status !== 'prepared' || published.status !== 'published') throw new Error(published.status);
    return byKind(double.log.entries);
  });

/**
 * Charged requests while builds of half an hour run, by kind: from the first dispatch to the last artifact, without dispatches, the first look at
 * each run, which gives GraphQL's name of it, and what is collected.
 */
export const whileBuilding = (count: number): Promise<Readonly<Record<'state' | 'watch', number>>> => {
  const components = Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, []]));
  return onDouble(components, async (double, folder) => {
    letBuild(double, components, 30);
    const wish = await wishFor(components);
    const report = await double.drive(buildOnGithub(portsOn(double, folder), wish, unsteered()));
    if (report.outcome !== 'released') throw new Error(`${report.outcome}: ${report.findings[0]?.what}`);
    const { entries } = double.log;
    const routes = entries.map(({ route }) => route ?? '');
    const from = routes.findIndex((route) => route.endsWith('/dispatches'));
    const to = routes.findLastIndex((route) => route.includes('artifacts'));
    const { state, watch } = byKind(entries.slice(from, to));
    return { state, watch: watch - count };
  });
};
