/** A directed graph of named nodes, addressed by their place in `names`. Edges run from a node to what it requires. */
export interface Graph {
  readonly names: readonly string[];
  readonly index: ReadonlyMap<string, number>;
  readonly upstreams: readonly (readonly number[])[];
  readonly downstreams: readonly (readonly number[])[];
  /** Every node after all that it requires; nodes on a cycle, and what depends on them, are missing. */
  readonly order: readonly number[];
}

export interface Node {
  readonly name: string;
  /** Names, or what bears them. Those that are not in the graph are left out. */
  readonly requires: readonly (string | { readonly name: string })[];
}

const known = new WeakMap<readonly Node[], Graph>();

/** Linear in nodes + edges. Of nodes that do not change: their graph is remembered beside them. */
export function graphOf(nodes: readonly Node[]): Graph {
  const graph = known.get(nodes) ?? newGraph(nodes);
  known.set(nodes, graph);
  return graph;
}

function newGraph(nodes: readonly Node[]): Graph {
  const names = nodes.map(({ name }) => name);
  const index = new Map<string, number>();
  names.forEach((name, at) => index.set(name, at));
  const upstreams = nodes.map(({ requires }) => places(requires, index));
  const downstreams: number[][] = nodes.map(() => []);
  upstreams.forEach((list, node) => list.forEach((upstream) => downstreams[upstream]?.push(node)));
  return { names, index, upstreams, downstreams, order: topologicalOrder(upstreams, downstreams) };
}

const absent = -1;

function places(requires: Node['requires'], index: ReadonlyMap<string, number>): readonly number[] {
  const found = requires.map((other) => index.get(typeof other === 'string' ? other : other.name) ?? absent);
  return found.includes(absent) ? found.filter((place) => place !== absent) : found;
}

function topologicalOrder(upstreams: Graph['upstreams'], downstreams: Graph['downstreams']): readonly number[] {
  const missing = upstreams.map((list) => list.length);
  const order: number[] = [];
  missing.forEach((count, node) => count === 0 && order.push(node));
  for (const node of order) {
    for (const downstream of downstreams[node] ?? []) {
      missing[downstream] = (missing[downstream] ?? 0) - 1;
      if (missing[downstream] === 0) order.push(downstream);
    }
  }
  return order;
}

export const hasCycle = ({ order, names }: Graph): boolean => order.length < names.length;

/** How many levels stand before each node: the longest path, counted in nodes. Of an acyclic graph. */
export function levelsOf({ order, upstreams }: Graph): readonly (readonly number[])[] {
  const depth = longestPaths(order, upstreams, () => 1);
  const levels: number[][] = [];
  depth.forEach((level, node) => (levels[level - 1] ??= []).push(node));
  return levels;
}

/** For each node the weight of the heaviest path from it to the end, itself included. Of an acyclic graph. */
export function remainingPaths({ order, downstreams }: Graph, weight: (node: number) => number): readonly number[] {
  return longestPaths(order.toReversed(), downstreams, weight);
}

/** The heaviest path through an acyclic graph, of which the remaining paths are known; of equals the one whose nodes come first. */
export function criticalPath(graph: Graph, remaining: readonly number[]): readonly number[] {
  const heaviest = (nodes: readonly number[]) =>
    nodes.reduce<number | undefined>(
      (best, node) => (best === undefined || (remaining[node] ?? 0) > (remaining[best] ?? 0) ? node : best),
      undefined,
    );
  const path: number[] = [];
  let node = heaviest(graph.order.filter((at) => graph.upstreams[at]?.length === 0));
  while (node !== undefined) {
    path.push(node);
    node = heaviest(graph.downstreams[node] ?? []);
  }
  return path;
}

/** All that the given nodes require, transitively, themselves included. */
export function closureOf(graph: Graph, nodes: Iterable<number>): ReadonlySet<number> {
  const closure = new Set(nodes);
  for (const node of closure) for (const upstream of graph.upstreams[node] ?? []) closure.add(upstream);
  return closure;
}

/** `before` lists what has to be known first; `order` visits it first. */
function longestPaths(
  order: readonly number[],
  before: readonly (readonly number[])[],
  weight: (node: number) => number,
): readonly number[] {
  const longest = new Array<number>(before.length).fill(0);
  for (const node of order) {
    let heaviest = 0;
    for (const other of before[node] ?? []) heaviest = Math.max(heaviest, longest[other] ?? 0);
    longest[node] = heaviest + weight(node);
  }
  return longest;
}
