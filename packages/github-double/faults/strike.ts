import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { LogEntry } from '../log/log.js';
import { breakOff } from '../server/send.js';
import type { World } from '../world/world.js';
import type { Fault } from './fault.js';

const met = new WeakMap<FastifyRequest, Fault>();

/** The fault that a request for git or a download met, written into its log entry. */
export function faultOf(request: FastifyRequest, entry: LogEntry): Fault | null {
  const fault = met.get(request) ?? null;
  if (fault) entry.fault = fault.kind;
  return fault;
}

/** Faults of git over HTTP and of downloads; rules reach them by their path. */
export function mountFaults(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', async (request, reply) => {
    const fault = world.faults.meet(null, request.url);
    if (!fault) return;
    met.set(request, fault);
    if (fault.kind === 'slow') await world.sleepAwhile(fault.ms);
    if (fault.kind === 'reset-before' || fault.kind === 'unavailable')
      return answerAtTheDoor(world, request, reply, fault);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const kind = met.get(request)?.kind;
    if (kind === 'reset-after') return lost(reply, payload);
    if (kind !== 'truncated' || !(payload instanceof Readable)) return payload;
    return Readable.from(half(payload, Number(reply.getHeader('content-length'))));
  });
}

/** The request comes no further, so nobody else puts it into the log. */
function answerAtTheDoor(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Extract<Fault, { kind: 'reset-before' | 'unavailable' }>,
): FastifyReply {
  const { method, url } = request;
  const entry = world.log.begin({ at: world.clock.now(), method, path: url, route: null, token: '' });
  entry.fault = fault.kind;
  if (fault.kind === 'reset-before') return breakOff(reply);
  entry.status = fault.status;
  return reply.code(fault.status).send('');
}

/** What was asked for has happened, and nobody is told. */
function lost(reply: FastifyReply, payload: unknown): unknown {
  if (payload instanceof Readable) payload.destroy();
  reply.raw.socket?.resetAndDestroy();
  return payload instanceof Readable ? '' : payload;
}

/** All is promised, half is sent: a stream that fails makes Fastify end the connection. */
async function* half(payload: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = Math.floor(length / 2);
  for await (const chunk of payload) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) throw new Error('truncated on purpose');
  }
}
