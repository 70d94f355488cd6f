import { closureOf, criticalPath, type Finding, type Graph, graphOf, levelsOf, remainingPaths } from '@slipway/domain';
import type { Component, Manifest } from '../manifest/manifest.js';
import { type Selection, select } from './selection.js';

/** What will be built, in which order, and what it hangs on. Equal sets give equal plans, whatever the order of their lines. */
export interface Plan {
  readonly set: string;
  /** Names of components that can be built at the same time; each level needs those before it. Sorted inside. */
  readonly levels: readonly (readonly string[])[];
  /** The levels, one after the other: every component after all that it requires. */
  readonly order: readonly string[];
  readonly criticalPath: readonly string[];
  /** How long the critical path is expected to take: milliseconds; `null` as long as a duration is unknown. */
  readonly expected: number | null;
  /** Parts of the plan, sorted by name. */
  readonly components: readonly PlannedComponent[];
  /** Whether `only` or `skip` left something out: then there is no release folder. */
  readonly partial: boolean;
  /** Skipped, yet required by what is built: their builds have to be there already. */
  readonly reuseOnly: readonly string[];
}

export interface PlannedComponent {
  readonly name: string;
  readonly version: string;
  readonly requires: readonly string[];
  /** Last known duration of its build in milliseconds. */
  readonly expected: number | null;
  /** The heaviest path from here to the end, itself included: what stands first is started first. */
  readonly remaining: number;
  /**
   * Patterns by which GitHub's artifacts are taken from a repository that does not follow the callee contract: nobody can verify then of which
   * commit and upstreams they are.
   */
  readonly unverified?: readonly string[];
}

export type Planning =
  | { readonly status: 'planned'; readonly plan: Plan }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** Durations of earlier builds in milliseconds, by component. */
export type Durations = ReadonlyMap<string, number>;

/** Linear in components + requirements. A manifest has no cycles: its parser refuses them. */
export function planChain(manifest: Manifest, selection: Selection, durations: Durations): Planning {
  const whole = graphOf(manifest.components);
  const selected = select(whole, selection);
  if (selected.status === 'refused') return selected;
  const components = manifest.components.filter((_, at) => selected.kept.has(at));
  const isWhole = components.length === manifest.components.length;
  return {
    status: 'planned',
    plan: {
      set: manifest.set,
      ...planOf(components, durations, isWhole ? whole : undefined),
      partial: !isWhole || selected.reuseOnly.length > 0,
      reuseOnly: selected.reuseOnly,
    },
  };
}

/** The parts of a plan that follow from what is built. */
export function planOf(components: readonly Component[], durations: Durations, graph: Graph = graphOf(components)) {
  // A build of unknown length weighs as much as the others do on average, so that one known duration skews nothing.
  const known = components.map(({ name }) => durations.get(name)).filter((ms) => ms !== undefined);
  const typical = known.length > 0 ? known.reduce((sum, ms) => sum + ms, 0) / known.length : 1;
  const weight = (at: number) => durations.get(graph.names[at] ?? '') ?? typical;
  const remaining = remainingPaths(graph, weight);
  const names = (nodes: readonly number[]) => nodes.map((at) => graph.names[at] ?? '');
  const levels = levelsOf(graph).map(names);
  const path = criticalPath(graph, remaining);
  return {
    levels,
    order: levels.flat(),
    criticalPath: names(path),
    expected: known.length === components.length ? path.reduce((sum, at) => sum + weight(at), 0) : null,
    components: components.map(({ name, version, remote }, at) => ({
      name,
      version,
      requires: names(graph.upstreams[at] ?? []),
      expected: durations.get(name) ?? null,
      remaining: remaining[at] ?? 0,
      ...(remote?.collect && { unverified: remote.collect }),
    })),
  };
}

/** All that is required to build `names`, themselves included, as a set of names. */
export function withUpstreams(plan: Plan, names: readonly string[]): ReadonlySet<string> {
  const graph = graphOf(plan.components);
  const closure = closureOf(
    graph,
    names.flatMap((name) => graph.index.get(name) ?? []),
  );
  return new Set([...closure].map((at) => graph.names[at] ?? ''));
}
