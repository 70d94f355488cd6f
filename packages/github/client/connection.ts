import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';

/**
 * Large files go over node:http. Node's fetch copies each piece into memory that waits to be collected, and takes several times the
 * processor's time. Everything small goes by fetch, as Octokit has it.
 */

/** How long a connection may stand still: milliseconds, as fetch has it. */
const patience = 300_000;

/** A request that waits for its body. */
export function openRequest(
  address: string,
  { method, headers }: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
): ClientRequest {
  const { request: open } = new URL(address).protocol === 'https:' ? https : http;
  const request = open(address, { method, headers, timeout: patience });
  request.on('timeout', () => request.destroy(new Error('the connection stood still')));
  return request;
}

export const answerTo = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve).on('error', reject);
  });
