/** What YAML holds, looked into without believing anything. */
export type Map = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Map =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Empty where it is none. */
export const mapOf = (value: unknown): Map => (isMap(value) ? value : {});

/** A scalar as text. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** A list of scalars; one alone is a list of one. */
export function textsOf(value: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.map(textOf).filter((text) => text !== null);
  return texts.length > 0 || Array.isArray(value) ? texts : null;
}
