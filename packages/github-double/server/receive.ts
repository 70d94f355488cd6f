import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { invalidRequest } from '../validation/wording.js';
import type { Misfit } from '../validation/schemas.js';
import type { World } from '../world/world.js';
import type { BoundRoute } from './bound-route.js';
import { badRequest, notFound, type Refusal, unprocessable } from './refusal.js';

type Values = Record<string, unknown>;

/** The address's values, of the types that the description gives them; refused where they do not fit. */
export function readAddress(
  world: World,
  bound: BoundRoute,
  request: FastifyRequest,
): { params: Values; query: Values } {
  const { '*': rest, ...named } = request.params as Values; // Fastify's own
  const params = bound.path.wildcard === null ? named : { ...named, [bound.path.wildcard]: rest };
  const query = { ...(request.query as Values) };
  note(world, request, 'path', bound.request.path(params), notFound);
  note(world, request, 'query', bound.request.query(query), queryRefusal);
  return { params, query };
}

/** The JSON body, checked; `{}` where none came. */
export async function readBody(world: World, bound: BoundRoute, request: FastifyRequest): Promise<object> {
  if (bound.request.bodyType === 'bytes') return {};
  const text = await readText(request.body as Readable | undefined); // see the content type parser
  const body = text === '' ? undefined : parse(text);
  if (bound.request.bodyType === 'none') return {};
  note(world, request, 'body', bound.request.body(body), bodyRefusal);
  return body ?? {};
}

type RefusalOf = (misfits: readonly Misfit[]) => Refusal | null;

const bodyRefusal: RefusalOf = (misfits) => unprocessable(invalidRequest(misfits));

/** GitHub overlooks parameters that it does not know; a client that sends them is wrong about something all the same. */
const queryRefusal: RefusalOf = (misfits) =>
  misfits.every(({ keyword }) => keyword === 'additionalProperties') ? null : bodyRefusal(misfits);

/** Records what does not fit; throws where GitHub would refuse it. */
function note(
  world: World,
  request: FastifyRequest,
  part: string,
  misfits: readonly Misfit[],
  refusalOf: RefusalOf,
): void {
  if (misfits.length === 0) return;
  for (const { path, reason, params } of misfits) {
    const key = params['additionalProperty'] ?? params['missingProperty'];
    const field = `${part}${path}${typeof key === 'string' ? `/${key}` : ''}`;
    world.violations.add({ request: `${request.method} ${request.url}`, side: 'request', field, reason });
  }
  const refusal = refusalOf(misfits);
  if (refusal) throw refusal;
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('Body should be a JSON object');
  }
  return value;
}

async function readText(stream: Readable | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  if (stream) for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
