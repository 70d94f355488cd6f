import { noContent } from '../server/answer.js';
import { bind } from '../server/bound-route.js';
import { elsewhere } from '../server/route.js';
import { startDouble, withDouble } from '../double.js';
import { acme, asAda, asker, core } from '../testing/acme.js';
import { responseChecks } from './response.js';

test('a request that does not fit is answered in GitHub’s words and fails the test that sent it', async () => {
  const double = await startDouble(acme());
  const ask = asAda(double);

  const replies = [
    await ask('POST', `${core}/git/refs`, { ref: 'refs/heads/x' }),
    await ask('POST', `${core}/git/refs`, { ref: 'refs/heads/x', sha: 'x', force: true }),
    await ask('POST', `${core}/releases`, { tag_name: 5 }),
    await ask('GET', `${core}/releases/first`),
    await ask('GET', `${core}/releases?per_page=many`),
  ];

  expect(replies.map(({ status, body }) => [status, body.message])).toEqual([
    [422, 'Invalid request.\n\n"sha" wasn\'t supplied.'],
    [422, 'Invalid request.\n\n"force" is not a permitted key.'],
    [422, "Invalid request.\n\nFor 'properties/tag_name', the value must be string."],
    [404, 'Not Found'],
    [422, "Invalid request.\n\nFor 'properties/per_page', the value must be integer."],
  ]);
  expect(double.violations.all.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
    "body/sha must have required property 'sha'",
    'body/force must NOT have additional properties',
    'body/tag_name must be string',
    'path/release_id must be integer',
    'query/per_page must be integer',
  ]);
  await expect(double.close()).rejects.toThrow(/POST \/repos\/acme\/core\/git\/refs: request body\/sha must have/);
});

test('a parameter that GitHub overlooks is answered all the same, and told', () =>
  withDouble(acme(), async (double) => {
    const { status } = await asAda(double)('GET', `${core}?newest=true`);

    expect(status).toBe(200);
    expect(double.violations.take()).toMatchObject([{ field: 'query/newest', side: 'request' }]);
  }));

test('JSON that cannot be read is no violation of the description but a 400', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);

    const replies = [await ask('POST', `${core}/releases`, '{'), await ask('POST', `${core}/releases`, '[]')];

    expect(replies.map(({ status, body }) => [status, body.message])).toEqual([
      [400, 'Problems parsing JSON'],
      [400, 'Body should be a JSON object'],
    ]);
  }));

test('a route that is not there answers 501 and is a violation', () =>
  withDouble(acme(), async (double) => {
    const { status } = await asker(double, null)('GET', '/repos/acme/core/stargazers');

    expect(status).toBe(501);
    expect(double.violations.take()).toMatchObject([{ request: 'GET /repos/acme/core/stargazers', field: 'route' }]);
  }));

test('an answer is held to the description as well: its fields, and that its status is described', () => {
  const check = responseChecks('GET /repos/{owner}/{repo}/git/ref/{ref}');

  const object = { type: 'commit', sha: '0'.repeat(40), url: 'http://127.0.0.1/' };
  const ref = { ref: 'refs/heads/main', node_id: 'x', url: 'http://127.0.0.1/', object };

  expect(check(200, ref)).toEqual([]);
  expect(check(200, { ...ref, object: { ...object, sha: 'short' } })).toMatchObject([{ path: '/object/sha' }]);
  expect(check(202, {})).toMatchObject([{ reason: expect.stringContaining('202') }]);
  expect(check(404, { message: 'Not Found' })).toMatchObject([{ keyword: 'required' }]);
});

test('what a route is checked by is compiled once, however many doubles there are', () => {
  const name = 'GET /repos/{owner}/{repo}';
  const bound = [1, 2].map(() =>
    bind(
      name,
      elsewhere(() => noContent()),
    ),
  );

  expect(bound[0]?.response).toBe(bound[1]?.response);
  expect(bound[0]?.request).toBe(bound[1]?.request);
});

test('an error is held to the form that its own route describes', () => {
  const check = responseChecks('POST /repos/{owner}/{repo}/git/refs');
  const error = { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest' };

  expect(check(422, { ...error, errors: [{ code: 'custom' }] })).toEqual([]);
  expect(check(422, { ...error, errors: [{ field: 'ref' }] })).toMatchObject([{ path: '/errors/0' }]);
});

test('a mistake of the double itself fails the test, and is no bad day of GitHub’s', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    Object.defineProperty(double.world.repository('acme/core'), 'git', {
      get: () => {
        throw new TypeError('a mistake');
      },
    });

    const { status } = await ask('GET', `${core}/branches`);

    expect(status).toBe(500);
    expect(double.violations.take()).toMatchObject([{ field: 'double', reason: expect.stringContaining('a mistake') }]);
  }));
