import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Fault } from '../faults/fault.js';
import { quotaHeaders } from '../limits/limits.js';
import { secondaryRefusal, type Weight } from '../limits/secondary.js';
import type { LogEntry } from '../log/log.js';
import { authenticate } from '../tokens/authenticate.js';
import type { Caller } from '../tokens/caller.js';
import { accessHeaders, refusalOf } from '../tokens/access.js';
import type { World } from '../world/world.js';
import type { Answer } from './answer.js';
import { apiVersionOf } from './api-version.js';
import type { BoundRoute } from './bound-route.js';
import { errorAnswer, frontDoorAnswer } from './error-answer.js';
import { readAddress, readBody } from './receive.js';
import { found, Refusal } from './refusal.js';
import type { Call, RepositoryCall } from './route.js';
import { breakOff, etagOf, matches, type Rendered, render, send } from './send.js';

/** One request, and what is known of it so far. */
interface Exchange {
  readonly world: World;
  readonly bound: BoundRoute;
  readonly request: FastifyRequest;
  readonly entry: LogEntry;
  readonly fault: Fault | null;
  /** Or why the token is worth nothing. */
  readonly caller: Caller | Refusal;
}

/** Answers one request to one route of GitHub's description, in the order in which GitHub looks at it. */
export async function serve(
  world: World,
  bound: BoundRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const exchange = begin(world, bound, request);
  const { fault, entry } = exchange;
  if (fault?.kind === 'slow') await world.sleepAwhile(fault.ms);
  if (fault?.kind === 'reset-before') return breakOff(reply);
  const answer = fault?.kind === 'unavailable' ? frontDoorAnswer(fault.status) : await answerOf(exchange);
  const rendered = finish(exchange, render(answer));
  entry.status = rendered.status;
  return send(reply, rendered, fault);
}

function begin(world: World, bound: BoundRoute, request: FastifyRequest): Exchange {
  const at = world.clock.now();
  const fault = world.faults.meet(bound.name, request.url);
  const { authorization } = request.headers;
  if (fault?.kind === 'expired-token' && authorization) world.tokens.revoke(authorization.replace(/^\S+ +/, ''));
  const caller = identify(world, authorization, at);
  const token = caller instanceof Refusal ? 'bad credentials' : caller.label;
  const entry = world.log.begin({ at, method: request.method, path: request.url, route: bound.name, token });
  if (fault) entry.fault = fault.kind;
  return { world, bound, request, entry, fault, caller };
}

function identify(world: World, authorization: string | undefined, now: number): Caller | Refusal {
  try {
    return authenticate(world, authorization, now);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function answerOf(exchange: Exchange): Promise<Answer> {
  const { world, bound, request, caller, entry, fault } = exchange;
  try {
    apiVersionOf(request.headers);
    if (caller instanceof Refusal) throw caller;
    if (fault?.kind === 'secondary-limit') throw secondaryRefusal(fault.retryAfter ?? null, fault.status);
    const weight = weigh(bound, request);
    entry.points = weight.points;
    const refused = bound.route.free ? null : world.limits.enter(caller, weight, entry.at);
    if (refused) throw refused;
    try {
      if (!bound.route.free) charge(exchange, caller, 1);
      return checked(exchange, await bound.route.answer(await callOf(exchange, caller)));
    } finally {
      if (!bound.route.free) world.limits.leave(caller);
    }
  } catch (error) {
    if (error instanceof Refusal) return checked(exchange, errorAnswer(error, bound.documentation));
    return broken(exchange, error);
  }
}

/** A mistake in the double must not look like a bad day of GitHub's, which a client would sit out. */
function broken({ world, bound, request }: Exchange, error: unknown): Answer {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.violations.add({ request: `${request.method} ${request.url}`, side: 'response', field: 'double', reason });
  return errorAnswer(new Refusal(500, 'the double failed'), bound.documentation);
}

const weigh = ({ route }: BoundRoute, { method }: FastifyRequest): Weight => {
  const writes = method !== 'GET' && route.resource === 'core'; // what GraphQL reads is posted too
  return { resource: route.resource, points: writes ? 5 : 1, writes, createsContent: route.createsContent };
};

function charge({ world, bound, entry }: Exchange, caller: Caller, cost: 1 | -1): void {
  world.limits.charge(caller, bound.route.resource, cost, entry.at);
  entry.charged = cost === 1;
}

async function callOf(exchange: Exchange, caller: Caller): Promise<RepositoryCall> {
  const { world, bound, request, entry, fault } = exchange;
  const { params, query } = readAddress(world, bound, request);
  const repository =
    bound.route.needs === 'nothing'
      ? null
      : permitted(exchange, caller, `${String(params['owner'])}/${String(params['repo'])}`);
  const body = await readBody(world, bound, request);
  if (bound.request.bodyType === 'json') entry.body = body;
  const call: Call = {
    world,
    caller,
    now: entry.at,
    asOf: entry.at - (fault?.kind === 'stale' ? fault.ms : 0),
    fault,
    params,
    query,
    body,
    upload: request.body instanceof Readable ? request.body : Readable.from([]),
    headers: request.headers,
    url: new URL(request.url, bound.route.host === 'api' ? world.urls.api : world.urls.uploads),
    entry,
  };
  return {
    ...call,
    get repository() {
      return found(repository);
    },
    did: (kind, details) => void entry.effects.push({ kind, repository: repository?.fullName ?? '', ...details }),
  };
}

function permitted({ world, bound: { route } }: Exchange, caller: Caller, fullName: string) {
  const repository = found(world.repository(fullName));
  const refusal = route.needs === 'nothing' ? null : refusalOf(world, caller, repository, route.needs);
  if (refusal) throw refusal;
  return repository;
}

/** Our own answers are held to the description too. */
function checked({ world, bound, request }: Exchange, answer: Answer): Answer {
  const misfits = answer.bytes === undefined ? bound.response(answer.status, answer.body) : [];
  for (const { path, reason } of misfits) {
    world.violations.add({
      request: `${request.method} ${request.url}`,
      side: 'response',
      field: `body${path}`,
      reason,
    });
  }
  if (misfits.length === 0) return answer;
  return errorAnswer(
    new Refusal(500, 'the double made an answer that does not fit the description'),
    bound.documentation,
  );
}

/** Headers that all answers have; a conditional request that finds nothing new becomes a 304, which is free. */
function finish(exchange: Exchange, { status, headers, payload }: Rendered): Rendered {
  const { world, bound, request, entry, fault, caller } = exchange;
  const cacheable = request.method === 'GET' && status === 200 && typeof payload === 'string';
  const etag = cacheable ? etagOf(payload, request.headers.authorization ?? '') : null;
  const unchanged = etag !== null && matches(request.headers['if-none-match'], etag);
  const known = caller instanceof Refusal ? null : caller;
  if (unchanged && known && known.kind !== 'anonymous' && entry.charged) charge(exchange, known, -1);
  const common = {
    date: new Date(world.clock.now() + (fault?.kind === 'skew' ? fault.ms : 0)).toUTCString(),
    'x-github-request-id': `D0:${entry.number}`,
    'x-github-media-type': 'github.v3; format=json',
    ...(known && !bound.route.free ? quotaOf(exchange, known) : {}),
    ...(known ? accessHeaders(known, bound.route.needs) : {}),
    ...(etag === null
      ? {}
      : { etag, 'cache-control': 'private, max-age=60, s-maxage=60', vary: 'Accept, Authorization' }),
  };
  if (unchanged) return { status: 304, headers: common, payload: '' };
  return { status, headers: { ...common, ...headers }, payload };
}

const quotaOf = ({ world, bound: { route }, entry }: Exchange, caller: Caller): Readonly<Record<string, string>> =>
  quotaHeaders(world.limits.quota(caller, route.resource, entry.at), route.resource);
