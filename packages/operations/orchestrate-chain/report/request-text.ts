import type { Json, PlannedRequest } from '../../ports/index.js';

/** One line: `POST /repos/acme/core/actions/workflows/build.yml/dispatches {"ref":"v1.0.0", …}`. */
export function requestText({ method, path, body }: PlannedRequest): string {
  return [method, path, ...(body === null ? [] : [JSON.stringify(brief(body))])].join(' ');
}

/** Notes are long, and stand in the report. */
function brief(body: Json): Json {
  if (body === null || typeof body !== 'object' || !('body' in body)) return body;
  return { ...body, body: '…' };
}

/** What a list of requests leaves out. */
export const besides = 'besides, at every step, the state: refs/slipway/…, or the ledger that was given';
