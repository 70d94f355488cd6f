/** A JSON document as it came: nothing about it is believed. */
export type Fields = ReadonlyMap<string, unknown>;

/** The fields of a JSON object, by their names in lower case without `_`, so that `work_order_id` and `workOrderId` are one; `null` for what is no object. */
export function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([name, content]) => [plainKey(name), content]));
}

export const plainKey = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** Lower case, without space around. */
export const plainWord = (text: string): string => text.trim().toLowerCase();

/** What kind of thing a value is, for messages. */
export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;
