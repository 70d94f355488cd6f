import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { breakOff } from '../server/send.js';
import type { World } from '../world/world.js';
import type { Fault } from './fault.js';

/** Faults of git over HTTP and of downloads; rules reach them by their path. */
export function mountFaults(app: FastifyInstance, world: World): void {
  const met = new WeakMap<FastifyRequest, Fault>();
  app.addHook('onRequest', async (request, reply) => {
    const fault = world.faults.meet(null, request.url);
    if (!fault) return;
    met.set(request, fault);
    if (fault.kind === 'slow') await world.sleepAwhile(fault.ms);
    if (fault.kind === 'reset-before') return breakOff(reply);
    if (fault.kind === 'unavailable') return reply.code(fault.status).send('');
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (met.get(request)?.kind !== 'truncated' || !(payload instanceof Readable)) return payload;
    return Readable.from(half(payload, Number(reply.getHeader('content-length'))));
  });
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
