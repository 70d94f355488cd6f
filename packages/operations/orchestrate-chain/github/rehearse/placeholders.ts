import type { Json, PlannedRequest } from '../../../ports/index.js';

/** Numbers that stand for what is known only once it is there. */
export interface Placeholders {
  /** Stands for `what` wherever it is sent: `given`, where somebody has made up a number already. */
  number(what: string, given: number | null): number;
  /** The request with `{what}` in the place of such numbers. */
  named(request: PlannedRequest): PlannedRequest;
}

/** Nobody's id, and none that a rehearsed answer has. */
const first = 9_001_000_000_000_000;

export function placeholders(): Placeholders {
  const names = new Map<string, string>();
  const named = (text: string): string => text.replace(/\b900\d{13}\b/g, (number) => names.get(number) ?? number);

  function inside(value: Json): Json {
    if (typeof value === 'string') return named(value);
    if (typeof value === 'number') return names.get(String(value)) ?? value;
    if (value === null || typeof value === 'boolean') return value;
    if (isList(value)) return value.map(inside);
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, inside(below)]));
  }

  return {
    number(what, given) {
      const number = given ?? first + names.size;
      names.set(String(number), `{${what}}`);
      return number;
    },
    named: ({ method, path, body }) => ({ method, path: named(path), body: inside(body) }),
  };
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
