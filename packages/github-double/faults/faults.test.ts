import { withDouble } from '../double.js';
import { acme, asAda, asker, core } from '../testing/acme.js';
import { VirtualClock } from '../time/virtual-clock.js';
import { Faults } from './faults.js';

const ref = { ref: 'refs/heads/x' };

test('a reset before the effect leaves nothing, one after it only loses the answer', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const sha = (await ask('GET', `${core}/git/ref/heads/main`)).body.object.sha;
    const create = 'POST /repos/{owner}/{repo}/git/refs';
    double.faults.add({ fault: { kind: 'reset-before' }, on: create });
    double.faults.add({ fault: { kind: 'reset-after' }, on: create, from: 2 });

    await expect(ask('POST', `${core}/git/refs`, { ...ref, sha })).rejects.toThrow('fetch failed');
    const before = await ask('GET', `${core}/git/ref/heads/x`);
    await expect(ask('POST', `${core}/git/refs`, { ...ref, sha })).rejects.toThrow('fetch failed');
    const after = await ask('GET', `${core}/git/ref/heads/x`);

    expect([before.status, after.status]).toEqual([404, 200]);
    expect(double.log.entries.map(({ fault }) => fault).filter(Boolean)).toEqual(['reset-before', 'reset-after']);
  }));

test('GitHub is unavailable in all its ways, each as often as it was asked for', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    double.faults.add({ fault: { kind: 'unavailable', status: 502 }, times: 2 });
    double.faults.add({ fault: { kind: 'secondary-limit', status: 429, retryAfter: 7 }, from: 3 });
    double.faults.add({ fault: { kind: 'secondary-limit', status: 403 }, from: 4 });
    double.faults.add({ fault: { kind: 'truncated' }, from: 5 });

    const replies = [];
    for (let index = 0; index < 4; index += 1) replies.push(await ask('GET', core));
    const truncated = ask('GET', core);

    await expect(truncated).rejects.toThrow('terminated');
    expect(replies.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [502, null],
      [502, null],
      [429, '7'],
      [403, null],
    ]);
    expect((await ask('GET', core)).status).toBe(200);
  }));

test('a slow answer waits for the clock, a skewed one tells another time', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    double.faults.add({ fault: { kind: 'slow', ms: 30_000 } });
    double.faults.add({ fault: { kind: 'skew', ms: -3_600_000 }, from: 2 });

    const slow = double.drive(ask('GET', core));
    await slow;
    const skewed = await ask('GET', core);

    expect(double.clock.now()).toBe(Date.UTC(2026, 0, 5, 9, 0, 30));
    expect(skewed.headers.get('date')).toBe('Mon, 05 Jan 2026 08:00:30 GMT');
  }));

test('a stale read tells where a ref stood before, and a release that is not listed yet', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const sha = (await ask('GET', `${core}/git/ref/heads/main`)).body.object.sha;
    await double.advance(60_000);
    await ask('PUT', `${core}/contents/b.txt`, { message: 'b', content: 'Yg==' });
    await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });
    double.faults.add({ fault: { kind: 'stale', ms: 1000 }, times: 2 });

    const stale = [await ask('GET', `${core}/git/ref/heads/main`), await ask('GET', `${core}/releases`)];
    const fresh = [await ask('GET', `${core}/git/ref/heads/main`), await ask('GET', `${core}/releases`)];

    expect([stale[0]?.body.object.sha, stale[1]?.body.length]).toEqual([sha, 0]);
    expect([fresh[0]?.body.object.sha === sha, fresh[1]?.body.length]).toEqual([false, 1]);
  }));

test('a token can expire in the middle of everything', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    double.faults.add({ fault: { kind: 'expired-token' }, from: 2 });

    const statuses = [await ask('GET', core), await ask('GET', core), await ask('GET', core)].map(
      ({ status }) => status,
    );

    expect(statuses).toEqual([200, 401, 401]);
  }));

test('chance strikes the same requests for the same seed, and only in its time', async () => {
  const clock = new VirtualClock(0);
  const strikes = (seed: number): string => {
    const faults = new Faults(clock);
    faults.add({
      fault: { kind: 'reset-before' },
      times: Infinity,
      after: 0,
      before: 100,
      chance: { probability: 0.5, seed },
    });
    return Array.from({ length: 32 }, () => (faults.meet(null, '/') ? 'x' : '-')).join('');
  };

  const [first, again, other] = [strikes(1), strikes(1), strikes(2)];
  await clock.advance(100);

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toMatch(/x/);
  expect(strikes(1)).toBe('-'.repeat(32));
});

test('a download ends half-way, and an upload after so many bytes, leaving a starter', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });
    const upload = (name: string) =>
      ask('POST', `${release.upload_url.replace(/\{.*/, '')}?name=${name}`, 'x'.repeat(100_000));
    const { body: asset } = await upload('a.txt');
    double.faults.add({ fault: { kind: 'truncated' }, on: /^\/downloads\// });
    double.faults.add({ fault: { kind: 'reset-upload', bytes: 90_000 }, on: /name=b.txt/ });
    const { headers } = await ask('GET', asset.url, undefined, { accept: 'application/octet-stream' });

    const download = asker(double, null)('GET', headers.get('location') ?? '');
    await expect(download).rejects.toThrow('terminated');
    await expect(upload('b.txt')).rejects.toThrow('fetch failed');

    expect((await ask('GET', release.assets_url)).body).toMatchObject([
      { state: 'uploaded' },
      { name: 'b.txt', state: 'starter' },
    ]);
  }));

test('a download is lost after it was asked for, and the log tells so', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });
    const { body: asset } = await ask('POST', `${release.upload_url.replace(/\{.*/, '')}?name=a.txt`, 'a');
    const { headers } = await ask('GET', asset.url, undefined, { accept: 'application/octet-stream' });
    const download = () => asker(double, null)('GET', headers.get('location') ?? '');
    double.faults.add({ fault: { kind: 'reset-after' }, on: /^\/downloads\// });
    double.faults.add({ fault: { kind: 'reset-before' }, on: /^\/downloads\//, from: 2 });

    await expect(download()).rejects.toThrow('fetch failed');
    await expect(download()).rejects.toThrow('fetch failed');

    expect((await download()).body).toBe('a');
    const downloads = double.log.entries.filter(({ path }) => path.startsWith('/downloads/'));
    expect(downloads.map(({ fault, status }) => [fault, status])).toEqual([
      ['reset-after', 200],
      ['reset-before', 0],
      [undefined, 200],
    ]);
  }));

test('stale lists do not know what came, and still know what went', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: main } = await ask('GET', `${core}/git/ref/heads/main`);
    await double.advance(60_000);
    await ask('POST', `${core}/git/refs`, { ref: 'refs/heads/new', sha: main.object.sha });
    await ask('DELETE', `${core}/git/refs/tags/v1.0.0`);
    await ask('POST', `${core}/actions/workflows/build.yml/dispatches`, { ref: 'main' });
    const lists = ['branches', 'tags', 'git/matching-refs/heads', 'actions/runs', 'actions/workflows/build.yml/runs'];
    const lengths = () =>
      Promise.all(
        lists.map(async (list) => {
          const { body } = await ask('GET', `${core}/${list}`);
          return body.length ?? body.workflow_runs.length;
        }),
      );
    double.faults.add({ fault: { kind: 'stale', ms: 1000 }, times: lists.length });

    const stale = await lengths();
    const fresh = await lengths();

    expect(stale).toEqual([1, 1, 1, 0, 0]);
    expect(fresh).toEqual([2, 0, 2, 1, 1]);
  }));
