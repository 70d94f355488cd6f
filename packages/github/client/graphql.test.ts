import { connect } from './client.js';
import { graphqlAnswerIn, graphqlBase, limitIn } from './graphql.js';
import { createServer } from 'node:http';
import { VirtualClock } from '@slipway/github-double';
import { givenToken } from '../tokens/token-source.js';
import { core } from './a-client.js';

test.each([
  ['https://api.github.com', 'https://api.github.com'],
  ['https://api.acme.ghe.com', 'https://api.acme.ghe.com'],
  ['https://github.acme.example/api/v3', 'https://github.acme.example/api'],
  ['https://github.acme.example/api/v3/', 'https://github.acme.example/api'],
])('GraphQL of the API at %s is at %s/graphql', (api, base) => {
  expect(graphqlBase(api)).toBe(base);
});

test.each([
  [{ data: { a: 1 } }, { data: { a: 1 }, errors: [] }],
  [
    { data: null, errors: [{ message: 'm' }] },
    { data: null, errors: [{ message: 'm' }] },
  ],
  [
    { errors: [{ type: 'T', message: 'm', path: ['a', 1], locations: [] }] },
    { data: null, errors: [{ type: 'T', message: 'm', path: ['a', 1] }] },
  ],
  ['', { data: null, errors: [] }],
  [
    { data: 1, errors: 'none' },
    { data: null, errors: [] },
  ],
])('%j is read as %j', (body, answer) => {
  expect(graphqlAnswerIn(body)).toEqual(answer);
});

test('a limit that comes as an answer of 200 is a limit', () => {
  const headers = { 'x-ratelimit-remaining': '0' };
  const limited = (error: object) => limitIn({ status: 200, url: '', headers, data: { errors: [error] } });

  expect(limited({ type: 'RATE_LIMITED', message: 'm' })).toMatchObject({ status: 403, headers });
  expect(limited({ message: 'You have exceeded a secondary rate limit.' })).toMatchObject({ status: 403 });
  expect(limited({ type: 'NOT_FOUND', message: 'm' })).toBeNull();
});

test('a query waits for the end of its limit, and is asked again', async () => {
  const answers = [{ errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, { data: { a: 1 } }];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const left = { 'x-ratelimit-remaining': '0', 'retry-after': '60' };
    response.writeHead(200, { 'content-type': 'application/json', ...(seen.length === 1 ? left : {}) });
    response.end(JSON.stringify(answers[seen.length - 1]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v3`;
  const clock = new VirtualClock(0);
  const slept: number[] = [];
  const sleeping = { now: () => clock.now(), sleep: async (ms: number) => (slept.push(ms), clock.advance(ms)) };

  const client = connect({ apiUrl, tokens: givenToken('t'), clock: sleeping });
  const answer = await client.query({ query: '{ a }', variables: {} }, core);
  server.close();

  expect(answer.data).toEqual({ a: 1 });
  expect([seen, slept]).toEqual([['POST /api/graphql', 'POST /api/graphql'], [60_000]]);
});
