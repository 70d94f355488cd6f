import { generateKeyPairSync } from 'node:crypto';
import { openApi, type RouteName, routeNames } from './description/description.js';
import { type Double, withDouble } from './double.js';
import { routes } from './routes.js';
import type { Need } from './tokens/permissions.js';
import { acme, type Ask, asker } from './testing/acme.js';
import { addressOf, type Cases, onGround } from './testing/answers/ground.js';
import { commitCases, objectCases, refCases } from './testing/answers/git.js';
import { accountCases, environmentCases, workflowCases } from './testing/answers/others.js';
import { assetCases, releaseCases } from './testing/answers/releases.js';
import { artifactCases, logCases, reviewCases, runCases } from './testing/answers/runs.js';
import { world } from './world/builder.js';

/** A happy answer of every route, and each of its errors. */
const cases: Cases = {
  ...refCases,
  ...objectCases,
  ...commitCases,
  ...releaseCases,
  ...assetCases,
  ...workflowCases,
  ...runCases,
  ...reviewCases,
  ...logCases,
  ...artifactCases,
  ...environmentCases,
  ...accountCases,
};

/** Documented answers that the double never gives, and why. */
const neverGiven: Readonly<Record<string, string>> = {
  '301': 'repositories are not renamed',
  '500': 'a fault gives it to any route',
  '503': 'a fault gives it to any route',
  'GET /repos/{owner}/{repo}/contents/{path} 302': 'no file of another repository is asked for',
  'GET /repos/{owner}/{repo}/commits 400': 'its parameters are refused with 422',
  'POST /app/installations/{installation_id}/access_tokens 403': 'installations are not suspended',
  'GET /rate_limit 404': 'limits are never off on github.com',
  'GET /repos/{owner}/{repo}/releases/{release_id} 401':
    'described as "Unauthorized", which all routes answer to a wrong token',
  'PUT /repos/{owner}/{repo}/immutable-releases 409': 'no owner enforces them',
  'DELETE /repos/{owner}/{repo}/immutable-releases 409': 'no owner enforces them',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha} 422': 'what is no tree is not found',
};

const served = routeNames.filter((name) => routes[name]);
/** Asked by an App for itself, before it has a token for the repository. */
const byApps: readonly RouteName[] = ['GET /repos/{owner}/{repo}/installation'];
const inRepository = served.filter((name) => name.includes(' /repos/{owner}/{repo}') && !byApps.includes(name));

const methodOf = (name: RouteName) => name.split(' ')[0] as 'GET'; // any of them: the asker does not look
const hostOf = (name: RouteName) => routes[name]?.host ?? 'api';
const isHappy = (status: number): boolean => status < 400;

describe('each route answers as it is described', () => {
  const all = served.flatMap((name) =>
    (cases[name] ?? []).map((each) => ({ name, each, title: `${name} ${each[0]}: ${each[1]}` })),
  );

  test.each(all)('$title', ({ name, each: [expected, , asked = {}] }) =>
    onGround(async (ground) => {
      const request = typeof asked === 'function' ? await asked(ground) : asked;
      const url = addressOf(ground, name, hostOf(name), request);

      const { status, body } = await ground.askers[request.by ?? 'ada'](
        methodOf(name),
        url,
        bodyFor(name, request.body),
        request.headers,
      );
      const violations = ground.double.violations.take();

      expect({ status, body }).toMatchObject({ status: expected });
      expect(isHappy(expected) ? violations : violations.filter(({ side }) => side === 'response')).toEqual([]);
    }),
  );
});

/** A GET has none, whatever the situation was prepared with. */
const bodyFor = (name: RouteName, body: unknown): unknown => (methodOf(name) === 'GET' ? undefined : body);

test.each(served)('%s has a row for its happy answer and for each that is described', (name) => {
  const [method = '', path = ''] = name.split(' ');
  const given = new Set((cases[name] ?? []).map(([status]) => String(status)));
  const documented = Object.keys(openApi.paths[path]?.[method.toLowerCase()]?.responses ?? {});

  const general = name.includes('/repos/') && !byApps.includes(name) ? ['304', '401', '403', '404'] : ['304', '401'];
  const without = documented.filter((status) => !given.has(status) && !general.includes(status));

  expect([...given].some((status) => isHappy(Number(status)))).toBe(true);
  expect(without.filter((status) => !neverGiven[status] && !neverGiven[`${name} ${status}`])).toEqual([]);
});

/** An address of the route, with parameters that mean nothing. */
const anyAddress = (name: RouteName, repository: string): string =>
  name
    .slice(name.indexOf(' ') + 1)
    .replace('{owner}/{repo}', repository)
    .replace(/\{[^}]+\}/g, '1');

test.each(inRepository)('%s: a stranger does not learn that a private repository exists', (name) =>
  withDouble(world().user('ada').repository('ada/secret', { private: true }), async (double) => {
    const stranger = asker(double, double.token({ kind: 'classic', user: 'eve' }));
    const base = double.urls[hostOf(name)];

    const secret = await stranger(methodOf(name), `${base}${anyAddress(name, 'ada/secret')}?name=x`);
    const nothing = await stranger(methodOf(name), `${base}${anyAddress(name, 'ada/nothing')}?name=x`);
    double.violations.take(); // the parameter that only uploads have

    expect([secret.status, nothing.status]).toEqual([404, 404]);
    expect(secret.body.message).toBe(nothing.body.message);
  }),
);

test.each(served)('%s: a token that is worth nothing is answered 401', (name) =>
  withDouble(acme(), async (double) => {
    const { status, body } = await asker(double, 'ghp_nobody')(
      methodOf(name),
      `${double.urls[hostOf(name)]}${anyAddress(name, 'acme/core')}`,
    );

    expect([status, body.message]).toEqual([401, 'Bad credentials']);
  }),
);

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const secret = world()
  .organisation('acme', { owners: ['ada'] })
  .app('slipway', { publicKey, permissions: {}, installations: { acme: 'all' } })
  .repository('acme/secret', { private: true, collaborators: { eve: 'read' } });

/** A token of each kind that sees the repository and may do nothing there. */
const powerless = (double: Double): readonly (readonly [message: string, ask: Ask])[] => [
  ['Must have admin rights to Repository.', asker(double, double.token({ kind: 'classic', user: 'eve' }))],
  [
    'Resource not accessible by personal access token',
    asker(double, double.token({ kind: 'fine-grained', user: 'ada', repositories: 'all', permissions: {} })),
  ],
  [
    'Resource not accessible by integration',
    asker(double, double.token({ kind: 'workflow', repository: 'acme/secret', permissions: {} })),
  ],
  [
    'Resource not accessible by integration',
    asker(double, double.token({ kind: 'installation', app: 'slipway', account: 'acme' })),
  ],
];

const guarded = inRepository.filter((name) => !String(routes[name]?.needs).startsWith('metadata'));

test.each(guarded)('%s: a token without the permission is refused, and told what is needed', (name) =>
  withDouble(secret, async (double) => {
    const needed = routes[name]?.needs as Need; // a guarded route says what it needs
    for (const [message, ask] of powerless(double)) {
      const classic = message.startsWith('Must');
      if (classic && needed.endsWith(':read') && !needed.startsWith('administration')) continue; // whoever sees may read

      const reply = await ask(methodOf(name), `${double.urls[hostOf(name)]}${anyAddress(name, 'acme/secret')}?name=x`);
      const named = reply.headers.get('x-accepted-github-permissions');
      const refusal = classic && needed === 'contents:write' ? [404, 'Not Found'] : [403, message];

      expect([reply.status, reply.body.message, named]).toEqual([
        ...refusal,
        classic ? null : needed.replace(':', '='),
      ]);
    }
    double.violations.take(); // the parameter that only uploads have
  }),
);
