import { withDouble } from '@slipway/github-double';
import { acme, aClient, core, secondsOf } from './a-client.js';
import type { Client } from './client.js';

const read = (client: Client) => client.send('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...core, ref: 'heads/main' });
const create = (client: Client, tag_name: string) =>
  client.create('POST /repos/{owner}/{repo}/releases', { ...core, tag_name, draft: true });

test('the hourly limit is waited for, by the time that GitHub tells', () =>
  withDouble(
    acme(),
    async (double) => {
      const client = aClient(double);
      await read(client);
      await client.send('GET /repos/{owner}/{repo}', core);
      await double.advance(600_000);

      const took = await secondsOf(double, client.send('GET /repos/{owner}/{repo}/releases', core));

      expect(took).toBe(3000 + 1);
      expect(double.log.entries.map(({ status }) => status)).toEqual([200, 200, 403, 200]);
    },
    { limits: { primary: { anonymous: 0, classic: 2, 'fine-grained': 0, installation: 0, workflow: 0, app: 0 } } },
  ));

test('what comes while a limit is waited for waits as well', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double, { pace: { betweenWrites: 0, atOnce: 1 } });
    double.faults.add({ fault: { kind: 'secondary-limit', status: 403, retryAfter: 60 } });

    await double.drive(Promise.all([read(client), read(client), create(client, 'v1')]));

    const [first = 0, ...others] = double.log.entries.map(({ at }) => at);
    expect(others.filter((at) => at < first + 60_000).length).toBeLessThanOrEqual(1); // the write was on its way
    expect(others).toHaveLength(3);
  }));
