import { generateKeyPairSync } from 'node:crypto';
import { type Double, withDouble } from '@slipway/github-double';
import { acme, core } from '../client/a-client.js';
import { type Client, connect } from '../client/client.js';
import { appTokens } from './app-tokens.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, // as GitHub gives them out
});

const situation = () =>
  acme({ private: true })
    .repository('other/tool', { private: true })
    .app('slipway', {
      permissions: { contents: 'write', metadata: 'read' },
      publicKey,
      installations: { acme: 'all', other: 'all' },
    });

interface Given {
  readonly key?: string;
  readonly masked?: string[];
}

function appClient(double: Double, { key = privateKey, masked = [] }: Given = {}): Client {
  const common = { apiUrl: double.urls.api, clock: double.clock, pace: { betweenWrites: 0 } };
  const mask = (secret: string) => void masked.push(secret);
  return connect({ ...common, tokens: appTokens({ ...common, appId: 'slipway', privateKey: key, mask }) });
}

const look = (client: Client, repository = core) => client.send('GET /repos/{owner}/{repo}', repository);
const newToken = 'POST /app/installations/{installation_id}/access_tokens';

test('one token serves all requests about one owner, also when many come at once', () =>
  withDouble(situation(), async (double) => {
    const client = appClient(double);

    await Promise.all([1, 2, 3].map(() => look(client)));
    await look(client);
    await look(client, { owner: 'other', repo: 'tool' });

    expect(double.log.count()[newToken]).toBe(2);
  }));

test('a token is renewed minutes before it expires, so that no request meets the end of it', () =>
  withDouble(situation(), async (double) => {
    const client = appClient(double);

    for (let minute = 0; minute < 180; minute += 1) {
      await look(client);
      await double.advance(60_000);
    }

    expect(double.log.entries.filter(({ status }) => status >= 400)).toEqual([]);
    expect(double.log.count()[newToken]).toBe(4);
  }));

test('a token that GitHub refuses all the same is renewed once, for writes that create too', () =>
  withDouble(situation(), async (double) => {
    const client = appClient(double);
    const createRoute = 'POST /repos/{owner}/{repo}/releases';
    double.faults.add({ fault: { kind: 'expired-token' }, on: createRoute });

    const made = await client.create(createRoute, { ...core, tag_name: 'v1', draft: true });

    expect(made.status).toBe('done');
    expect(double.log.effects('release-created')).toHaveLength(1);
    expect(double.log.count()[newToken]).toBe(2);
  }));

test('a token whose making was not answered is made again', () =>
  withDouble(situation(), async (double) => {
    double.faults.add({ fault: { kind: 'reset-after' }, on: newToken });

    const { full_name } = await double.drive(look(appClient(double)));

    expect(full_name).toBe('acme/core');
  }));

test('every secret is masked before it is used', () =>
  withDouble(situation(), async (double) => {
    const masked: string[] = [];
    await look(appClient(double, { masked }));

    expect(masked.map((secret) => secret.slice(0, 3))).toEqual(['eyJ', 'eyJ', 'ghs']);
  }));

test('a key that GitHub does not know, one that is none, and an App that is not installed are told apart', () =>
  withDouble(situation().repository('elsewhere/tool', { private: true }), async (double) => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    await expect(look(appClient(double, { key }))).rejects.toThrow(
      "acme/core: GitHub does not accept the App's id and key (401 A JSON web token could not be decoded)",
    );
    await expect(look(appClient(double, { key: 'secret but no key' }))).rejects.toThrow(
      /^app-private-key: the private key of the App cannot be used; give the whole PEM file/,
    );
    await expect(look(appClient(double), { owner: 'elsewhere', repo: 'tool' })).rejects.toThrow(
      'elsewhere/tool: the App is not installed here, or there is no such repository; install the App on elsewhere',
    );
  }));
