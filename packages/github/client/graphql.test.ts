import { connect } from './client.js';
import { graphqlAnswerIn, graphqlBase, limitIn } from './graphql.js';
import { createServer } from 'node:http';
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

/** A server that answers so, one after the other, and what a client that asks it a question came to. */
async function asked(...answers: readonly Answer[]) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const { status = 200, headers, body } = answers[seen.length - 1] ?? { body: {} };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v3`;
  const clock = { now: () => 0, sleep: async () => {} };
  const answer = await connect({ apiUrl, tokens: givenToken('t'), clock }).query(
    { query: '{ a }', variables: {} },
    core,
  );
  server.close();
  return { answer, seen };
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

test('a query that comes back as used up is asked again once it may be', async () => {
  const limit = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };

  const { answer, seen } = await asked(
    { headers: { 'x-ratelimit-remaining': '0', 'retry-after': '0' }, body: limit },
    { body: { data: { a: 1 } } },
  );

  expect(answer.data).toEqual({ a: 1 });
  expect(seen).toEqual(['POST /api/graphql', 'POST /api/graphql']);
});

test('a query that is refused as a whole is answered with that', async () => {
  const { answer, seen } = await asked({ status: 403, body: { message: 'Resource not accessible' } });

  expect(answer).toEqual({ data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] });
  expect(seen).toHaveLength(1);
});
