import { posix } from 'node:path';
import { cyclesOf, graphOf } from '@slipway/domain';
import type { Source } from '../source.js';

/** Files that import each other in a circle, types included: they can only be read all at once. */
export const circles = (sources: readonly Source[]): readonly string[] =>
  cyclesOf(graphOf(sources.map((source) => ({ name: source.path, requires: [...new Set(imported(source))] })))).map(
    (cycle) => cycle.join(' → '),
  );

const imported = ({ path, imports }: Source): readonly string[] =>
  imports.flatMap(({ specifier }) =>
    specifier?.startsWith('.') ? [posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')] : [],
  );
