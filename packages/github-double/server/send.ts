import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults/fault.js';
import type { Answer } from './answer.js';

/** An answer as bytes and headers, ready for the wire. */
export interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Exclude<Answer['bytes'], undefined>;
}

export function render(answer: Answer): Rendered {
  const { status, body, headers = {}, bytes } = answer;
  if (bytes !== undefined) return { status, headers, payload: bytes };
  if (body === undefined) return { status, headers, payload: '' };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    payload: JSON.stringify(body),
  };
}

/** Bound to the token, as GitHub's are: another token gets another one for the same bytes. */
export function etagOf(payload: string, token: string): string {
  return `W/"${createHash('sha256').update(token).update('\0').update(payload).digest('hex')}"`;
}

/** Weak comparison, over a list or `*`. */
export const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  ifNoneMatch
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));

/** Sends what is left of the answer after the fault. */
export function send(reply: FastifyReply, { status, headers, payload }: Rendered, fault: Fault | null): FastifyReply {
  if (fault?.kind === 'reset-after' || fault?.kind === 'reset-upload') return breakOff(reply);
  if (fault?.kind === 'truncated' && typeof payload === 'string' && payload !== '') {
    const bytes = Buffer.from(payload);
    reply.hijack();
    reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length });
    reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
    return reply;
  }
  return reply.code(status).headers(headers).send(payload);
}

/** Ends the connection without a word. */
export function breakOff(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
  return reply;
}
