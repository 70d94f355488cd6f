import { closureOf, type Finding, type Graph, nearest } from '@slipway/domain';

/** Which part of the set is wanted. Empty `only` means all of it. */
export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export type Selected =
  | {
      readonly status: 'selected';
      /** Places in the graph. */
      readonly kept: ReadonlySet<number>;
      /** Skipped, yet required by something that is not: only an earlier build of them will do. Sorted. */
      readonly reuseOnly: readonly string[];
    }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** `only` and all that it requires, without what `skip` names unless it is required. */
export function select(graph: Graph, { only, skip }: Selection): Selected {
  const [unknown, ...more] = [...unknownNames(graph, '--only', only), ...unknownNames(graph, '--skip', skip)];
  if (unknown) return { status: 'refused', findings: [unknown, ...more] };
  if (only.length + skip.length === 0) return { status: 'selected', kept: new Set(graph.names.keys()), reuseOnly: [] };
  const places = (names: readonly string[]) => names.flatMap((name) => graph.index.get(name) ?? []);
  const skipped = new Set(places(skip));
  const roots = only.length > 0 ? places(only) : [...graph.names.keys()];
  const kept = closureOf(
    graph,
    [...closureOf(graph, roots)].filter((node) => !skipped.has(node)),
  );
  if (kept.size === 0) return { status: 'refused', findings: [nothingLeft] };
  const name = (node: number) => graph.names[node] ?? '';
  return {
    status: 'selected',
    kept,
    reuseOnly: [...kept]
      .filter((node) => skipped.has(node))
      .map(name)
      .toSorted(),
  };
}

function unknownNames(graph: Graph, option: string, names: readonly string[]): readonly Finding[] {
  return names
    .filter((name) => !graph.index.has(name))
    .map((name) => {
      const close = nearest(name, graph.names);
      return {
        code: 'bad-input',
        severity: 'error',
        what: `the release set has no component ${name}`,
        where: option,
        remedy: close ? `did you mean ${close}?` : `name one of ${graph.names.join(', ')}`,
      };
    });
}

const nothingLeft: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'every component is skipped, so that nothing is left to build',
  where: '--skip',
  remedy: 'skip fewer components',
};
