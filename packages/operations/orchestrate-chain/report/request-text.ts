import type { Json, PlannedRequest } from '../../ports/index.js';

/** What a dry run would send, for people. */
export interface RequestList {
  /** How many requests there are, and what the list leaves out. */
  readonly title: string;
  /** One for each: ` 1  POST /repos/acme/core/actions/workflows/build.yml/dispatches {"ref":"v1.0.0", …}`. */
  readonly lines: readonly string[];
}

export function requestList(requests: readonly PlannedRequest[]): RequestList {
  const { length } = requests;
  const width = String(length).length;
  return {
    title: titleOf(length),
    lines: requests.map((one, at) => `${String(at + 1).padStart(width)}  ${text(one)}`),
  };
}

const state = 'the state, in refs/slipway/… or the ledger that was given';

const titleOf = (count: number): string =>
  count === 0
    ? `nothing was sent; would write nothing but ${state}`
    : `nothing was sent; would send ${count === 1 ? 'this request' : `these ${count} requests, in this order`} (and at every step write ${state}):`;

const text = ({ method, path, body }: PlannedRequest): string =>
  [method, path, ...(body === null ? [] : [unquoted(JSON.stringify(brief(body)))])].join(' ');

/** Notes are long, and stand in the report. */
function brief(body: Json): Json {
  if (body === null || typeof body !== 'object' || !('body' in body)) return body;
  return { ...body, body: '…' };
}

/** Inputs carry JSON in their strings, which nobody can read with all its quotes quoted. */
const unquoted = (json: string): string =>
  json.replace(/"(\{(?:[^"\\]|\\.)*\})"/g, (_, inner: string) => inner.replace(/\\(.)/g, '$1'));
