import { generateKeyPairSync, sign } from 'node:crypto';
import { withDouble } from '../double.js';
import { acme, asker, core } from '../testing/acme.js';
import { world } from '../world/builder.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const minute = 60_000;

function jwt(claims: object): string {
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${parts.join('.')}.${sign('RSA-SHA256', Buffer.from(parts.join('.')), privateKey).toString('base64url')}`;
}

const withApp = () =>
  acme()
    .repository('acme/other', { private: true })
    .app('slipway', { publicKey, permissions: { contents: 'write' }, installations: { acme: ['acme/core'] } });

test('no token, a wrong one, and one without the permission are told apart', () =>
  withDouble(withApp(), async (double) => {
    const contents = { contents: 'read' } as const;
    const tokens = {
      anonymous: null,
      wrong: 'ghp_nobody',
      workflow: double.token({ kind: 'workflow', repository: 'acme/core', permissions: contents }),
      'fine-grained': double.token({
        kind: 'fine-grained',
        user: 'ada',
        repositories: ['acme/core'],
        permissions: contents,
      }),
      stranger: double.token({ kind: 'classic', user: 'eve' }),
    };

    const write = { ref: 'refs/heads/x', sha: '0'.repeat(40) };
    const replies = await Promise.all(
      Object.entries(tokens).map(async ([name, token]) => {
        const { status, body } = await asker(double, token)('POST', `${core}/git/refs`, write);
        return [name, status, body.message];
      }),
    );

    expect(replies).toEqual([
      ['anonymous', 401, 'Requires authentication'],
      ['wrong', 401, 'Bad credentials'],
      ['workflow', 403, 'Resource not accessible by integration'],
      ['fine-grained', 403, 'Resource not accessible by personal access token'],
      ['stranger', 404, 'Not Found'],
    ]);
  }));

test('each answer says what its token is: the scopes of a classic one, what the route takes of any other', () =>
  withDouble(withApp(), async (double) => {
    const tokens = [
      null,
      double.token({ kind: 'classic', user: 'ada', scopes: ['workflow', 'repo'] }),
      double.token({ kind: 'classic', user: 'ada', scopes: [] }),
      double.token({ kind: 'fine-grained', user: 'ada', repositories: 'all', permissions: {} }),
      double.token({ kind: 'workflow', repository: 'acme/core', permissions: { actions: 'read' } }),
    ];

    const told = await Promise.all(
      tokens.map(async (token) => {
        const { status, headers } = await asker(double, token)('GET', `${core}/actions/runs`);
        return [status, headers.get('x-oauth-scopes'), headers.get('x-accepted-github-permissions')];
      }),
    );

    expect(told).toEqual([
      [200, null, null],
      [200, 'repo, workflow', null],
      [200, '', null],
      [200, null, 'actions=read'],
      [200, null, 'actions=read'],
    ]);
  }));

test('a private repository is not there for whoever has no part in it', () =>
  withDouble(withApp(), async (double) => {
    const tokens = [
      null,
      double.token({ kind: 'classic', user: 'eve' }),
      double.token({ kind: 'classic', user: 'ada', scopes: ['public_repo'] }),
      double.token({ kind: 'workflow', repository: 'acme/core', permissions: {} }),
      double.token({ kind: 'installation', app: 'slipway', account: 'acme' }),
      double.token({ kind: 'classic', user: 'ada' }),
    ];

    const statuses = await Promise.all(
      tokens.map(async (token) => (await asker(double, token)('GET', '/repos/acme/other')).status),
    );

    expect(statuses).toEqual([404, 404, 404, 404, 404, 200]);
  }));

test('an App signs for itself, gets a token that lives an hour, and loses it then', () =>
  withDouble(withApp(), async (double) => {
    const now = double.clock.now() / 1000;
    const app = asker(double, jwt({ iss: 'slipway', iat: now - 60, exp: now + 540 }));
    const { body: installation } = await app('GET', `${core}/installation`);

    const { body } = await app('POST', `/app/installations/${installation.id}/access_tokens`, {
      repositories: ['core'],
    });
    const installed = asker(double, body.token);
    const before = await installed('GET', '/installation/repositories');
    await double.advance(60 * minute);
    const after = await installed('GET', '/installation/repositories');

    expect(body.expires_at).toBe('2026-01-05T10:00:00Z');
    expect(before.body.repositories).toMatchObject([{ full_name: 'acme/core' }]);
    expect(after).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  }));

test('what is wrong with an App is said: its token, its repositories, its permissions', () =>
  withDouble(withApp(), async (double) => {
    const now = double.clock.now() / 1000;
    const claims = { iss: 'slipway', iat: now - 60, exp: now + 540 };
    const get = async (token: string) => (await asker(double, token)('GET', '/app')).body.message;
    const app = asker(double, jwt(claims));
    const path = `/app/installations/${(await app('GET', '/app/installations')).body[0].id}/access_tokens`;

    expect(await get(jwt({ ...claims, exp: now - 1 }))).toContain("'Expiration time' claim ('exp') must be");
    expect(await get(jwt({ ...claims, exp: now + 3600 }))).toContain('too far in the future');
    expect(await get(jwt({ ...claims, iss: 'none' }))).toBe('Integration not found');
    expect(await get(`${jwt(claims).slice(0, -8)}AAAAAAAA`)).toBe('A JSON web token could not be decoded');
    expect((await app('POST', path, { repositories: ['other'] })).status).toBe(422);
    expect((await app('POST', path, { permissions: { actions: 'write' } })).status).toBe(422);
  }));

test('a collaborator may what the role allows, and can be asked about', () =>
  withDouble(
    world()
      .user('ada')
      .user('bob')
      .repository('ada/open', { collaborators: { bob: 'maintain' } }),
    async (double) => {
      const bob = asker(double, double.token({ kind: 'classic', user: 'bob' }));

      const permission = await bob('GET', '/repos/ada/open/collaborators/bob/permission');
      const release = await bob('POST', '/repos/ada/open/releases', { tag_name: 'v1' });
      const setting = await bob('PUT', '/repos/ada/open/immutable-releases');

      expect(permission.body).toMatchObject({ permission: 'write', role_name: 'maintain' });
      expect([release.status, setting.status]).toEqual([201, 403]);
    },
  ));

test('a tag that would bring in workflows of no branch takes a permission of its own', () =>
  withDouble(
    acme().repository('acme/grown', {
      commits: [
        { message: 'old', files: { '.github/workflows/a.yml': 'on: push' }, tags: ['old'] },
        { message: 'new', files: { '.github/workflows/a.yml': 'on: release' } },
      ],
    }),
    async (double) => {
      const path = '/repos/acme/grown/git/refs';
      const asWorkflow = asker(
        double,
        double.token({ kind: 'workflow', repository: 'acme/grown', permissions: { contents: 'write' } }),
      );
      const asOwner = asker(double, double.token({ kind: 'classic', user: 'ada' }));
      const sha = async (ref: string) => (await asOwner('GET', `/repos/acme/grown/git/ref/${ref}`)).body.object.sha;
      const [old, head] = [await sha('tags/old'), await sha('heads/main')];

      const statuses = [
        await asWorkflow('POST', path, { ref: 'refs/tags/head', sha: head }),
        await asWorkflow('POST', path, { ref: 'refs/tags/older', sha: old }),
        await asWorkflow('POST', path, { ref: 'refs/slipway/older', sha: old }),
        await asOwner('POST', path, { ref: 'refs/tags/older', sha: old }),
      ].map(({ status }) => status);

      expect(statuses).toEqual([201, 403, 201, 201]);
    },
  ));
