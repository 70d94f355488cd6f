import { looselyEqual, textOfValue, type Value, valueOf } from './values.js';

export type Apply = (values: readonly Value[]) => Value;

const text = (value: Value | undefined): string => textOfValue(value ?? null);
const lower = (value: Value | undefined): string => text(value).toLowerCase();

/** Those of GitHub's expressions that a `run-name`, a group's name or a condition uses; names in lower case. */
export const functions: Readonly<Record<string, Apply>> = {
  contains: ([where = null, what = null]) =>
    Array.isArray(where) ? where.some((item: Value) => looselyEqual(item, what)) : lower(where).includes(lower(what)),
  startswith: ([where, what]) => lower(where).startsWith(lower(what)),
  endswith: ([where, what]) => lower(where).endsWith(lower(what)),
  format: ([template, ...values]) =>
    text(template).replace(/\{\{|\}\}|\{(\d+)\}/g, (match, index?: string) =>
      index === undefined ? (match[0] ?? '') : text(values[Number(index)]),
    ),
  join: ([values = null, separator = ',']) =>
    Array.isArray(values) ? values.map((value: Value) => text(value)).join(text(separator)) : text(values),
  tojson: ([value = null]) => JSON.stringify(value, null, 2),
  fromjson: ([value]) => valueOf(JSON.parse(text(value))),
};
