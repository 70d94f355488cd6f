import { type Fault, withDouble } from '@slipway/github-double';
import { acme, aClient, core, secondsOf } from './a-client.js';
import type { Client } from './client.js';

const ref = { ...core, ref: 'heads/main' };
const read = (client: Client) => client.send('GET /repos/{owner}/{repo}/git/ref/{ref}', ref);
const readRoute = 'GET /repos/{owner}/{repo}/git/ref/{ref}';

const draft = { ...core, tag_name: 'v1', draft: true };
const create = (client: Client) => client.create('POST /repos/{owner}/{repo}/releases', draft);
const createRoute = 'POST /repos/{owner}/{repo}/releases';

/** A write that may be repeated: the release's title. */
const title = (client: Client, release_id: number) =>
  client.send('PATCH /repos/{owner}/{repo}/releases/{release_id}', { ...core, release_id, name: 'One' });
const titleRoute = 'PATCH /repos/{owner}/{repo}/releases/{release_id}';

const idOfDraft = async (client: Client): Promise<number> => {
  const made = await create(client);
  return made.status === 'done' ? made.value.id : Number.NaN;
};

const passing: readonly (readonly [string, Fault, number])[] = [
  ['500', { kind: 'unavailable', status: 500 }, 1],
  ['502', { kind: 'unavailable', status: 502 }, 1],
  ['503', { kind: 'unavailable', status: 503 }, 1],
  ['a reset before the effect', { kind: 'reset-before' }, 1],
  ['a reset after the effect', { kind: 'reset-after' }, 1],
  ['an answer that is cut off', { kind: 'truncated' }, 1],
  ['a slow answer', { kind: 'slow', ms: 30_000 }, 30],
  ['429 with the time to wait', { kind: 'secondary-limit', status: 429, retryAfter: 7 }, 7],
  ['403 with the time to wait', { kind: 'secondary-limit', status: 403, retryAfter: 90 }, 90],
  ['403 without the time to wait', { kind: 'secondary-limit', status: 403 }, 60],
  ['429 without the time to wait', { kind: 'secondary-limit', status: 429 }, 60],
];

describe.each(passing)('%s', (_name, fault, seconds) => {
  test('a read waits as long as it should, and gets its answer', () =>
    withDouble(acme(), async (double) => {
      const client = aClient(double);
      double.faults.add({ fault, on: readRoute });

      const took = await secondsOf(double, read(client));

      expect(took).toBe(seconds);
    }));

  test('a write that may be repeated is, until it stands', () =>
    withDouble(acme(), async (double) => {
      const client = aClient(double);
      const id = await idOfDraft(client);
      double.faults.add({ fault, on: titleRoute });

      const work = title(client, id);

      expect(await secondsOf(double, work)).toBe(seconds);
      expect((await work).name).toBe('One');
    }));

  test('a write that creates arrives once, unless GitHub certainly refused it', () =>
    withDouble(acme(), async (double) => {
      const client = aClient(double);
      double.faults.add({ fault, on: createRoute });

      const made = await double.drive(create(client));

      const isLost = ['unavailable', 'reset-before', 'reset-after', 'truncated'].includes(fault.kind);
      const isRefused = fault.kind === 'secondary-limit';
      expect(made.status).toBe(isLost ? 'unknown' : 'done');
      expect(double.log.count()[createRoute]).toBe(isRefused ? 2 : 1);
      const hasEffect = !['unavailable', 'reset-before'].includes(fault.kind);
      expect(double.log.effects('release-created')).toHaveLength(hasEffect ? 1 : 0);
    }));
});

test('waits double, and after seven failures it is told that GitHub does not answer', () =>
  withDouble(acme(), async (double) => {
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, on: readRoute, times: 99 });

    const work = read(aClient(double)).catch((error: unknown) => error);

    expect(await secondsOf(double, work)).toBe(1 + 2 + 4 + 8 + 16 + 32);
    expect(await work).toMatchObject({
      findings: [{ code: 'unavailable', where: 'acme/core', what: expect.stringContaining('503') }],
    });
    expect(double.log.count()[readRoute]).toBe(7);
  }));
