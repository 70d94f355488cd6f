/** What expressions compute with. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Falsy: false, 0, '', null (GitHub's page on expressions). */
export const isTrue = (value: Value): boolean => Boolean(value);

/** "GitHub performs loose equality comparisons": texts without case, other types as numbers. */
export function looselyEqual(one: Value, other: Value): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase();
  return typeof one === typeof other ? one === other : numberOf(one) === numberOf(other);
}

const numberOf = (value: Value): number =>
  value === null || value === '' ? 0 : typeof value === 'object' ? NaN : Number(value);

/** Of an object without case, of a list by number; what is not there is null. */
export function property(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null) return null;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (Object.entries(value).find(([candidate]) => candidate === key)?.[1] ?? null);
}

export const textOfValue = (value: Value): string =>
  value === null ? '' : typeof value === 'object' ? (Array.isArray(value) ? 'Array' : 'Object') : String(value);

/** JSON as a value; what JSON cannot hold is null. */
export const valueOf = (json: unknown): Value => JSON.parse(JSON.stringify(json ?? null)) as Value; // JSON is made of these
