import { withDouble } from '../double.js';
import { acme, asAda, asker, core } from '../testing/acme.js';
import { githubLimits } from './settings.js';

const primary = { ...githubLimits.primary, classic: 3 };

test('the hour is counted, refused when it is used up, and begins anew', () =>
  withDouble(
    acme(),
    async (double) => {
      const ask = asAda(double);
      const seen = [];
      for (let index = 0; index < 4; index += 1) seen.push(await ask('GET', core));
      await double.advance(3_600_000);
      seen.push(await ask('GET', core));

      expect(seen.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([
        [200, '2'],
        [200, '1'],
        [200, '0'],
        [403, '0'],
        [200, '2'],
      ]);
      expect(seen[3]?.body.message).toMatch(/^API rate limit exceeded for user ID \d+\.$/);
      expect(double.log.entries.map(({ charged }) => charged)).toEqual([true, true, true, false, true]);
    },
    { limits: { primary } },
  ));

test('a conditional request that finds nothing new is free, and an ETag belongs to its token', () =>
  withDouble(acme(), async (double) => {
    const [ask, other] = [asAda(double), asAda(double)];
    const first = await ask('GET', core);
    const condition = { 'if-none-match': first.headers.get('etag') ?? '' };

    const same = await ask('GET', core, undefined, condition);
    const foreign = await other('GET', core, undefined, condition);
    const anonymous = await asker(double, null)('GET', core, undefined, condition);

    expect([same.status, same.body, same.headers.get('x-ratelimit-used')]).toEqual([304, '', '1']);
    expect([foreign.status, anonymous.status]).toEqual([200, 200]);
    expect(double.log.count('charged')).toEqual({ 'GET /repos/{owner}/{repo}': 3 });
  }));

test('what creates content is refused after eighty in a minute, with the seconds to wait', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const blobs = [];
    for (let index = 0; index < 81; index += 1)
      blobs.push(await ask('POST', `${core}/git/blobs`, { content: `${index}` }));
    await double.advance(60_000);
    blobs.push(await ask('POST', `${core}/git/blobs`, { content: 'later' }));

    expect(blobs.filter(({ status }) => status === 201)).toHaveLength(81);
    expect(blobs[80]).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('secondary rate limit') },
    });
    expect(blobs[80]?.headers.get('retry-after')).toBe('60');
  }));

test('nine hundred points a minute, and no more', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    let refused = 0;
    for (let index = 0; index < 902; index += 1)
      refused += (await ask('GET', `${core}/git/ref/heads/main`)).status === 403 ? 1 : 0;

    expect(refused).toBe(2);
  }));

test('asking for the limits costs nothing', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    await ask('GET', core);

    const { body } = await ask('GET', '/rate_limit');

    expect(body.resources.core).toMatchObject({ limit: 5000, used: 1, remaining: 4999 });
    expect(double.log.entries.at(-1)?.charged).toBe(false);
  }));
