import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerTo, openRequest } from './connection.js';

/** Answers that have no body (fetch.spec.whatwg.org, "null body status"). */
const bodiless = new Set([204, 205, 304]);

export interface StreamedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/**
 * `fetch` for a stream of known length; unlike Node's own it leaves the stream alone once the connection is broken. Follows no redirect:
 * the stream is used up, and the token is for this address.
 */
export async function sendStream(address: string, { method, headers, body }: StreamedRequest): Promise<Response> {
  const request = openRequest(address, { method, headers });
  const broken = new Promise<never>((_, reject) => void body.on('error', reject));
  // Whatever breaks it is told by one of the two.
  pipeline(body, request).catch(() => {});
  const answer = await Promise.race([answerTo(request), broken]);
  // An answer that came early is a refusal: nobody takes the rest.
  answer.once('end', () => request.writableFinished || request.destroy());
  return responseOf(answer);
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 0, headersDistinct } = answer;
  if (status >= 300 && status < 400) {
    answer.destroy();
    throw new Error(`unexpected redirect (${status})`);
  }
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(bodiless.has(status) ? null : Readable.toWeb(answer), { status, headers });
}
