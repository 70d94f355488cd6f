import fc from 'fast-check';
import { closureOf, criticalPath, cyclesOf, graphOf, levelsOf, remainingPaths } from './index.js';

const graph = (edges: Record<string, string[]>) =>
  graphOf(Object.entries(edges).map(([name, requires]) => ({ name, requires })));

const named = (names: readonly string[], nodes: Iterable<number>) => [...nodes].map((node) => names[node] ?? '');

/** Random graphs whose edges run to earlier nodes only, so that they have no cycle. */
const acyclic = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 }).map((rows) =>
  graphOf(
    rows.map((requires, node) => ({
      name: `n${node}`,
      requires: [...new Set(requires.filter((other) => other < node))].map((other) => `n${other}`),
    })),
  ),
);

const anyGraph = fc
  .array(fc.uniqueArray(fc.nat(7), { maxLength: 4 }), { minLength: 1, maxLength: 8 })
  .map((rows) =>
    graphOf(rows.map((requires, node) => ({ name: `n${node}`, requires: requires.map((other) => `n${other}`) }))),
  );

test('every node comes after all that it requires', () => {
  fc.assert(
    fc.property(acyclic, (dag) => {
      const place = new Map(dag.order.map((node, at) => [node, at]));

      expect(place.size).toBe(dag.names.length);
      dag.upstreams.forEach((list, node) =>
        list.forEach((upstream) => expect(place.get(upstream)).toBeLessThan(place.get(node) ?? -1)),
      );
    }),
  );
});

test('levels are the longest path, not the shortest', () => {
  const dag = graph({ a: [], b: ['a'], c: ['a', 'b'], d: [] });

  expect(levelsOf(dag).map((level) => named(dag.names, level))).toEqual([['a', 'd'], ['b'], ['c']]);
});

test('the critical path is the heaviest one, and is as heavy as the heaviest remaining path', () => {
  fc.assert(
    fc.property(acyclic, fc.array(fc.nat(100), { minLength: 30, maxLength: 30 }), (dag, weights) => {
      const weight = (node: number) => weights[node] ?? 0;

      const remaining = remainingPaths(dag, weight);

      const path = criticalPath(dag, remaining);

      const heaviest = Math.max(0, ...remaining);
      expect(path.reduce((sum, node) => sum + weight(node), 0)).toBe(heaviest);
    }),
  );
});

test('the closure holds what is required, transitively, and nothing else', () => {
  const dag = graph({ a: [], b: ['a'], c: ['b'], d: ['a'] });

  expect(named(dag.names, closureOf(dag, [2])).toSorted()).toEqual(['a', 'b', 'c']);
});

test('a cycle is named as a path that ends where it began', () => {
  expect(cyclesOf(graph({ b: ['a'], a: ['b'], c: ['a'] }))).toEqual([['a', 'b', 'a']]);
});

test('two cycles through one node are both named', () => {
  expect(cyclesOf(graph({ a: ['b', 'c'], b: ['a'], c: ['a'], x: ['y'], y: ['x'] }))).toEqual([
    ['a', 'b', 'a'],
    ['a', 'c', 'a'],
    ['x', 'y', 'x'],
  ]);
});

test('every edge that lies on a cycle is in a named one, and every named path is a cycle of the graph', () => {
  fc.assert(
    fc.property(anyGraph, (any) => {
      const cycles = cyclesOf(any);

      const edges = new Set(cycles.flatMap((names) => names.slice(1).map((to, at) => `${names[at]} ${to}`)));
      any.upstreams.forEach((list, from) =>
        list.forEach((to) => {
          const edge = `${any.names[from]} ${any.names[to]}`;
          expect(edges.has(edge)).toBe(closureOf(any, [to]).has(from));
        }),
      );
      for (const names of cycles) {
        expect(names.at(-1)).toBe(names[0]);
        expect(new Set(names).size).toBe(names.length - 1);
      }
    }),
  );
});

test('a cycle of ten thousand nodes is found without exhausting the stack', () => {
  const ring = Array.from({ length: 10_000 }, (_, at) => ({ name: `n${at}`, requires: [`n${(at + 1) % 10_000}`] }));

  expect(cyclesOf(graphOf(ring))).toHaveLength(1);
});
