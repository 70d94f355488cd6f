import { openApi, routeNames } from '../description/description.js';
import { prune } from './prune.js';

const description = {
  openapi: '3.0.3',
  info: { title: 'A', version: '1' },
  paths: {
    '/a': {
      get: {
        summary: 'prose',
        responses: {
          '200': {
            description: 'prose',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/a' } } },
          },
        },
      },
      post: { responses: {} },
    },
  },
  components: {
    schemas: {
      a: {
        type: 'object',
        example: {},
        properties: { description: { type: 'string', description: 'prose' }, b: { $ref: '#/components/schemas/b' } },
      },
      b: { type: 'string' },
      c: { type: 'string' },
    },
  },
};

test('only the routes asked for stay, with all that they refer to and without prose', () => {
  const pruned = prune(description, ['GET /a'], 'here');

  expect(pruned['paths']).toEqual({
    '/a': {
      get: {
        responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/a' } } } } },
      },
    },
  });
  expect(pruned['components']).toEqual({
    schemas: {
      a: { type: 'object', properties: { description: { type: 'string' }, b: { $ref: '#/components/schemas/b' } } },
      b: { type: 'string' },
    },
  });
});

test('a route that GitHub does not describe is an error', () => {
  expect(() => prune(description, ['GET /none'], 'here')).toThrow('here has no GET /none');
});

test('what is kept is a pruned description: pruning it again changes nothing', () => {
  const again = prune(openApi, routeNames, '@octokit/openapi@23.0.2');

  expect(again).toEqual(openApi);
});
