import { FieldRefusal } from './refusal.js';

/** Which part of a list is asked for. */
export interface Window {
  readonly first?: number;
  readonly last?: number;
  /** A cursor that an earlier answer gave. */
  readonly after?: string;
}

const most = 100;

/** A connection over `items`; `first` or `last` must be given, up to a hundred. `before` is not modelled. */
export function connection<Item>(
  { first, last, after }: Window,
  items: readonly Item[],
  source: (item: Item) => unknown,
) {
  const length = first ?? last;
  if (length === undefined || length < 1 || length > most) {
    throw new FieldRefusal('ARGUMENT_LIMIT', `You must provide a \`first\` or \`last\` value from 1 to ${most}.`);
  }
  const rest = items.map((item, index) => ({ item, cursor: cursorOf(index) }));
  const from = after === undefined ? 0 : rest.findIndex(({ cursor }) => cursor === after) + 1;
  const start = first === undefined ? Math.max(from, items.length - length) : from;
  const page = rest.slice(start, start + length);
  return {
    totalCount: items.length,
    nodes: page.map(({ item }) => source(item)),
    edges: page.map(({ item, cursor }) => ({ cursor, node: source(item) })),
    pageInfo: {
      hasNextPage: start + page.length < items.length,
      hasPreviousPage: start > 0,
      startCursor: page[0]?.cursor ?? null,
      endCursor: page.at(-1)?.cursor ?? null,
    },
  };
}

const cursorOf = (index: number): string => Buffer.from(`cursor:${index + 1}`).toString('base64');
