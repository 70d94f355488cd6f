import { type Graph, hasCycle } from './graph.js';

/** More than anybody would read. */
const enough = 100;

/**
 * Cycles of a graph, each as the names along it with the first repeated at the end (`a → b → a`), begun at the name that
 * sorts first: the shortest ones, as many as it takes for every edge that lies on a cycle to be in one of them. (All
 * elementary cycles could be exponentially many.)
 */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  if (!hasCycle(graph)) return [];
  const component = stronglyConnected(graph);
  const told = new Set<string>();
  const cycles = new Map<string, readonly string[]>();
  const edges = graph.upstreams.flatMap((list, from) => list.map((to) => ({ from, to })));
  for (const { from, to } of edges) {
    if (component[from] !== component[to] || told.has(`${from} ${to}`) || cycles.size === enough) continue;
    const cycle = [from, ...shortestPath(graph, to, from, component)];
    cycle.forEach((node, at) => told.add(`${node} ${cycle[at + 1] ?? ''}`));
    const names = fromSmallest(cycle.slice(1).map((node) => graph.names[node] ?? ''));
    cycles.set(names.join('\n'), names);
  }
  return [...cycles.keys()].toSorted().map((key) => cycles.get(key) ?? []);
}

function fromSmallest(ring: readonly string[]): readonly string[] {
  const start = ring.reduce((best, name, at) => (name < (ring[best] ?? '') ? at : best), 0);
  return [...ring.slice(start), ...ring.slice(0, start + 1)];
}

/** Breadth first inside one component, so that the path is there and is short. */
function shortestPath(graph: Graph, from: number, to: number, component: readonly number[]): readonly number[] {
  const reachedFrom = new Map<number, number>([[from, from]]);
  for (const node of reachedFrom.keys()) {
    if (node === to) break;
    for (const next of graph.upstreams[node] ?? []) {
      if (component[next] === component[from] && !reachedFrom.has(next)) reachedFrom.set(next, node);
    }
  }
  const path = [to];
  for (let node = to; node !== from; path.unshift(node)) node = reachedFrom.get(node) ?? from;
  return path;
}

/** A number for each node, equal where two nodes reach each other. Kosaraju's two passes, without recursion. */
function stronglyConnected({ upstreams, downstreams }: Graph): readonly number[] {
  const finished = finishOrder(upstreams);
  const component = new Array<number>(upstreams.length).fill(-1);
  for (const root of finished.toReversed()) {
    if (component[root] !== -1) continue;
    const reached = [root];
    component[root] = root;
    for (const node of reached) {
      for (const next of downstreams[node] ?? []) {
        if (component[next] !== -1) continue;
        component[next] = root;
        reached.push(next);
      }
    }
  }
  return component;
}

/** Nodes in the order in which a depth-first walk leaves them. */
function finishOrder(edges: readonly (readonly number[])[]): readonly number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  for (const root of edges.keys()) {
    const stack = seen.has(root) ? [] : [{ node: root, next: 0 }];
    seen.add(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = edges[top.node]?.[top.next];
      top.next += 1;
      if (next === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(next)) {
        seen.add(next);
        stack.push({ node: next, next: 0 });
      }
    }
  }
  return order;
}
