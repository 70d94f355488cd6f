import type { Source, Violation } from '../source.js';

const limit = 260;

/** A file that has to be scrolled for long holds more than one subject. */
export const tooLong = ({ path, lines }: Source): readonly Violation[] =>
  lines > limit
    ? [{ where: `${path}:${limit}`, what: `${lines} lines: split it by subject, ${limit} are the most` }]
    : [];
