import { type RouteName, routeNames } from './description/description.js';
import { withDouble } from './double.js';
import { routes } from './routes.js';
import { acme, asAda, asker, core } from './testing/acme.js';
import { world } from './world/builder.js';

const served = routeNames.filter((name) => routes[name]);
/** Asked by an App for itself, before it has a token for the repository. */
const byApps: readonly RouteName[] = ['GET /repos/{owner}/{repo}/installation'];
const inRepository = served.filter((name) => name.includes(' /repos/{owner}/{repo}') && !byApps.includes(name));

/** An address of the route, with parameters that mean nothing. */
const addressOf = (name: RouteName, repository: string): string =>
  name
    .slice(name.indexOf(' ') + 1)
    .replace('{owner}/{repo}', repository)
    .replace(/\{[^}]+\}/g, '1');

const methodOf = (name: RouteName) => name.split(' ')[0] as 'GET'; // any of them: the asker does not look

test.each(inRepository)('%s: a stranger does not learn that a private repository exists', (name) =>
  withDouble(world().user('ada').repository('ada/secret', { private: true }), async (double) => {
    const stranger = asker(double, double.token({ kind: 'classic', user: 'eve' }));
    const base = routes[name]?.host === 'uploads' ? double.urls.uploads : double.urls.api;

    const secret = await stranger(methodOf(name), `${base}${addressOf(name, 'ada/secret')}?name=x`);
    const nothing = await stranger(methodOf(name), `${base}${addressOf(name, 'ada/nothing')}?name=x`);
    double.violations.take(); // the parameter that only uploads have

    expect([secret.status, nothing.status]).toEqual([404, 404]);
    expect(secret.body.message).toBe(nothing.body.message);
  }),
);

test.each(served)('%s: a token that is worth nothing is answered 401', (name) =>
  withDouble(acme(), async (double) => {
    const base = routes[name]?.host === 'uploads' ? double.urls.uploads : double.urls.api;

    const { status, body } = await asker(double, 'ghp_nobody')(
      methodOf(name),
      `${base}${addressOf(name, 'acme/core')}`,
    );

    expect([status, body.message]).toEqual([401, 'Bad credentials']);
  }),
);

test.each([
  ['/repos/acme/core', 200],
  [`${core}/branches`, 200],
  [`${core}/branches/main`, 200],
  [`${core}/branches/none`, 404],
  [`${core}/tags`, 200],
  [`${core}/commits`, 200],
  [`${core}/commits?sha=none`, 404],
  [`${core}/commits/v1.0.0`, 200],
  [`${core}/commits/none`, 422],
  [`${core}/contents/`, 200],
  [`${core}/contents/none`, 404],
  [`${core}/git/trees/main?recursive=1`, 200],
  [`${core}/git/matching-refs/tags`, 200],
  [`${core}/releases`, 200],
  [`${core}/releases/1`, 404],
  [`${core}/releases/latest`, 404],
  [`${core}/releases/tags/v1.0.0`, 404],
  [`${core}/releases/1/assets`, 404],
  [`${core}/releases/assets/1`, 404],
  [`${core}/immutable-releases`, 404],
  [`${core}/collaborators/ada/permission`, 200],
  [`${core}/collaborators/none/permission`, 404],
  ['/users/ada', 200],
  ['/users/none', 404],
  ['/user', 200],
  ['/rate_limit', 200],
  ['/app', 401],
  ['/app/installations', 401],
  ['/app/installations/1', 401],
  ['/installation/repositories', 403],
])('GET %s answers %i', (path, expected) =>
  withDouble(acme(), async (double) => {
    const { status } = await asAda(double)('GET', path);

    expect(status).toBe(expected);
  }),
);
