import fc from 'fast-check';
import { withDouble } from './double.js';
import { type Method, routeNames } from './description/description.js';
import { routes } from './routes.js';
import { acme, asAda, asker } from './testing/acme.js';

/** Values for the parameters of all routes: some that are there, some that are not. */
const values: Readonly<Record<string, readonly string[]>> = {
  owner: ['acme', 'ada', 'none'],
  repo: ['core', 'none'],
  ref: ['heads/main', 'main', 'tags/v1.0.0', 'none', 'heads/a%20b'],
  branch: ['main', 'feature/x'],
  path: ['', 'README.md', 'src', 'none'],
  basehead: ['v1.0.0...main', 'main...none', 'main'],
  tag: ['v1.0.0', 'none'],
  username: ['ada', 'none'],
  tree_sha: ['main', '0'.repeat(40)],
};

const bodies = fc.record(
  {
    tag_name: fc.constantFrom('v1.0.0', 'v2', 'a b', ''),
    draft: fc.boolean(),
    target_commitish: fc.constantFrom('main', 'none'),
    ref: fc.constantFrom('refs/heads/x', 'refs/tags/y', 'refs/x'),
    sha: fc.constantFrom('0'.repeat(40), 'x'),
    message: fc.string(),
    content: fc.base64String(),
    tree: fc.constantFrom([], [{ path: 'x', mode: '100644', content: 'x' }], 'x'),
    permissions: fc.constant({}),
  },
  { requiredKeys: [] },
);

const request = fc.constantFrom(...routeNames).chain((name) => {
  const [method, template] = name.split(' ') as [Method, string]; // RouteName says so
  const parameters = [...template.matchAll(/\{([^}]+)\}/g)].map(([, parameter = '']) => parameter);
  const given = fc.tuple(...parameters.map((parameter) => fc.constantFrom(...(values[parameter] ?? ['1', 'x']))));
  return fc
    .record({ method: fc.constant(method), given, body: bodies, token: fc.constantFrom('ada', 'nobody', 'workflow') })
    .map(({ given: chosen, ...rest }) => ({
      ...rest,
      path: parameters.reduce(
        (path, parameter, index) => path.replace(`{${parameter}}`, chosen[index] ?? ''),
        template,
      ),
    }));
});

test('no sequence of requests gets an answer that is not in the description', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 30 }), (requests) =>
      withDouble(
        acme(),
        async (double) => {
          const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'write' } });
          const askers = { ada: asAda(double), nobody: asker(double, null), workflow: asker(double, token) };
          for (const { method, path, body, token: who } of requests) {
            await askers[who](method, path, method === 'GET' ? undefined : body);
          }

          expect(double.violations.take().filter(({ side }) => side === 'response')).toEqual([]);
          expect(double.log.entries.filter(({ status }) => status === 500)).toEqual([]);
        },
        { limits: 'off' },
      ),
    ),
    { numRuns: 30 },
  );
});

test('the routes that are served and those that the description was cut down to are the same', () => {
  expect(Object.keys(routes).toSorted()).toEqual(routeNames.toSorted());
});

test('the log tells what each request did, by which token, and what it cost', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    await ask('GET', '/repos/acme/core');
    await ask('POST', '/repos/acme/core/releases', { tag_name: 'v1.0.0' });

    expect(double.log.entries).toMatchObject([
      {
        number: 1,
        status: 200,
        route: 'GET /repos/{owner}/{repo}',
        token: 'classic token of ada',
        points: 1,
        effects: [],
      },
      {
        number: 2,
        status: 201,
        points: 5,
        body: { tag_name: 'v1.0.0' },
        effects: [{ kind: 'release-created' }, { kind: 'release-published', tag: 'v1.0.0' }],
      },
    ]);
    expect(double.log.count()).toEqual({ 'GET /repos/{owner}/{repo}': 1, 'POST /repos/{owner}/{repo}/releases': 1 });
  }));
