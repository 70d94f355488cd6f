import type { FastifyInstance } from 'fastify';
import type { BoundRoute } from '../server/bound-route.js';
import { elsewhere } from '../server/route.js';
import { serve } from '../server/serve.js';
import { checkOf } from '../validation/schemas.js';
import type { World } from '../world/world.js';
import { answerQuestion } from './answer.js';

const nothing = (): readonly never[] => [];

const question = {
  type: 'object',
  required: ['query'],
  properties: {
    query: { type: 'string' },
    variables: { type: ['object', 'null'] },
    operationName: { type: ['string', 'null'] },
  },
  additionalProperties: false,
};

/** GitHub's OpenAPI description says nothing of GraphQL; its own schema does, and checks request and answer. */
const bound: BoundRoute = {
  name: 'POST /graphql',
  path: { method: 'POST', url: '/graphql', wildcard: null },
  route: elsewhere(answerQuestion, { resource: 'graphql' }),
  documentation: 'https://docs.github.com/graphql',
  request: { path: nothing, query: nothing, body: checkOf(question, 'as-is'), bodyType: 'json' },
  response: nothing,
};

export function mountGraphql(app: FastifyInstance, world: World): void {
  app.post('/graphql', (request, reply) => serve(world, bound, request, reply));
}
