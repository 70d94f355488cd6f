import { type Answer, ok } from './answer.js';
import type { Call } from './route.js';

type Paged = Pick<Call, 'query' | 'url'>;

const mostPerPage = 100;

/** One page of `items`, as a bare list. */
export const page = <Item>(call: Paged, items: readonly Item[], json: (item: Item) => unknown): Answer =>
  ok(slice(call, items).map(json), links(call, items.length));

/** One page of `items` below `key`, beside `total_count`. */
export const pageUnder = <Item>(
  call: Paged,
  key: string,
  items: readonly Item[],
  json: (item: Item) => unknown,
): Answer => ok({ total_count: items.length, [key]: slice(call, items).map(json) }, links(call, items.length));

function size({ query }: Paged): { readonly number: number; readonly length: number } {
  const length = Math.min(Math.max(1, query.per_page ?? 30), mostPerPage);
  return { number: Math.max(1, query.page ?? 1), length };
}

function slice<Item>(call: Paged, items: readonly Item[]): readonly Item[] {
  const { number, length } = size(call);
  return items.slice((number - 1) * length, number * length);
}

/** The Link header; none where all fits on one page. */
function links(call: Paged, total: number): Readonly<Record<string, string>> {
  const { number, length } = size(call);
  const last = Math.max(1, Math.ceil(total / length));
  const wanted: readonly (readonly [string, number])[] = [
    ...(number > 1 ? [['prev', Math.min(number - 1, last)] as const] : []),
    ...(number < last
      ? ([
          ['next', number + 1],
          ['last', last],
        ] as const)
      : []),
    ...(number > 1 ? [['first', 1] as const] : []),
  ];
  if (wanted.length === 0) return {};
  return { link: wanted.map(([relation, to]) => `<${address(call.url, to)}>; rel="${relation}"`).join(', ') };
}

function address(url: URL, to: number): string {
  const other = new URL(url);
  other.searchParams.set('page', String(to));
  return other.href;
}
