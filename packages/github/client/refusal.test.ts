import { createServer } from 'node:net';
import { inspect } from 'node:util';
import type { ReleaseError } from '@slipway/domain';
import { type Fault, type Permissions, withDouble } from '@slipway/github-double';
import { givenToken } from '../tokens/token-source.js';
import { acme, aClient, core, secondsOf } from './a-client.js';
import { type Client, connect } from './client.js';

const draft = { ...core, tag_name: 'v1', draft: true };
const create = (client: Client) => client.create('POST /repos/{owner}/{repo}/releases', draft);
const refused = (work: Promise<unknown>): Promise<ReleaseError> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: ReleaseError) => error,
  );

test.each<[string, Permissions]>([
  ['nothing', {}],
  ['too little', { contents: 'read' }],
  ['something else', { actions: 'write' }],
])('a token with %s is told by name what it needs, where', (_, permissions) =>
  withDouble(acme(), async (double) => {
    const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions });

    const error = await refused(create(aClient(double, { token })));

    expect(error.findings).toMatchObject([
      {
        code: 'missing-permission',
        where: 'acme/core',
        what: expect.stringContaining('needs contents: write on acme/core'),
      },
    ]);
    expect(double.log.entries).toHaveLength(1);
  }),
);

test('a classic token is told the same, although GitHub says that there is nothing', () =>
  withDouble(acme({ collaborators: { bob: 'read' } }), async (double) => {
    const token = double.token({ kind: 'classic', user: 'bob' });

    const error = await refused(create(aClient(double, { token })));

    expect(error.message).toBe(
      'acme/core: needs contents: write on acme/core (404 Not Found); give the token this permission',
    );
  }));

test('a repository that the token cannot see is told as such, not as a missing release', () =>
  withDouble(acme({ private: true }), async (double) => {
    const token = double.token({ kind: 'classic', user: 'stranger' });
    const client = aClient(double, { token });
    const release = { ...core, release_id: 1 };

    for (const work of [
      client.send('GET /repos/{owner}/{repo}/releases', core),
      client.find('GET /repos/{owner}/{repo}/releases/{release_id}', release),
      client.find('DELETE /repos/{owner}/{repo}/releases/{release_id}', release),
      create(client),
    ]) {
      const error = await refused(work);
      expect(error.message).toBe(
        'acme/core: there is no such repository, or the token may not see it; check the name, and give the token access to it (contents: read at least)',
      );
    }
  }));

test('what is missing in a repository that is there is null, or an error of its own; the repository is looked at once', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);
    const release = { ...core, release_id: 1 };

    const found = await client.find('GET /repos/{owner}/{repo}/releases/{release_id}', release);
    const error = await refused(client.send('GET /repos/{owner}/{repo}/releases/{release_id}', release));

    expect(found).toBeNull();
    expect(error.findings).toMatchObject([{ code: 'not-found', where: 'acme/core' }]);
    expect(double.log.count()).toEqual({
      'GET /repos/{owner}/{repo}/releases/{release_id}': 2,
      'GET /repos/{owner}/{repo}': 1,
    });
  }));

test('a name that is taken is an outcome', () =>
  withDouble(acme({ tags: ['v1'] }), async (double) => {
    const client = aClient(double);
    await client.create('POST /repos/{owner}/{repo}/releases', { ...core, tag_name: 'v1' });

    const again = await client.create('POST /repos/{owner}/{repo}/releases', { ...core, tag_name: 'v1' });

    expect(again).toEqual({ status: 'refused', reason: 'taken' });
  }));

test('an expired token is told, and asked with once', () =>
  withDouble(acme(), async (double) => {
    double.faults.add({ fault: { kind: 'expired-token' } });

    const error = await refused(create(aClient(double)));

    expect(error.message).toBe(
      'acme/core: GitHub does not accept the token (401 Bad credentials); give one that is valid: it may have expired',
    );
    expect(double.log.entries).toHaveLength(1);
  }));

test('an API that nobody listens at is unreachable, for writes that create too', () =>
  withDouble(acme(), async (double) => {
    const apiUrl = `http://127.0.0.1:${await closedPort()}`;
    const client = connect({ apiUrl, tokens: givenToken('secret'), clock: double.clock, pace: { betweenWrites: 0 } });
    const work = refused(create(client));

    expect(await secondsOf(double, work)).toBe(1 + 2 + 4);
    expect((await work).findings).toMatchObject([
      { code: 'unavailable', what: expect.stringMatching(/^http.* cannot be reached \(ECONNREFUSED: /) },
    ]);
  }));

const faults: readonly Fault[] = [
  { kind: 'unavailable', status: 500 },
  { kind: 'secondary-limit', status: 403 },
  { kind: 'reset-before' },
  { kind: 'truncated' },
  { kind: 'expired-token' },
];

test.each(faults)('no token is in the error after $kind, however closely it is looked at', (fault) =>
  withDouble(acme(), async (double) => {
    const token = double.token({ kind: 'classic', user: 'ada' });
    double.faults.add({ fault, times: 99 });

    const error = await double.drive(
      refused(aClient(double, { token }).send('GET /repos/{owner}/{repo}/releases', core)),
    );

    const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack].join();
    expect(shown).not.toContain(token);
  }),
);

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
