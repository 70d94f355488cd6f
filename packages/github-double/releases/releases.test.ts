import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { withDouble } from '../double.js';
import { type Ask, acme, asAda, asker, core } from '../testing/acme.js';

const uploadTo = (ask: Ask, uploadUrl: string, name: string, bytes = 'bytes', headers = {}) =>
  ask('POST', `${uploadUrl.replace(/\{.*/, '')}?name=${encodeURIComponent(name)}`, bytes, {
    'content-type': 'text/plain',
    ...headers,
  });

test('a draft is hidden by its tag and from readers; published, it has its tag and is the latest', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const reader = asker(double, null);
    const { body: draft } = await ask('POST', `${core}/releases`, { tag_name: 'v2.0.0', draft: true });

    const hidden = [
      await ask('GET', `${core}/releases/tags/v2.0.0`),
      await reader('GET', `${core}/releases/${draft.id}`),
      await ask('GET', `${core}/releases/latest`),
      await ask('GET', `${core}/git/ref/tags/v2.0.0`),
    ];
    const lists = [await ask('GET', `${core}/releases`), await reader('GET', `${core}/releases`)];
    await ask('PATCH', `${core}/releases/${draft.id}`, { draft: false });

    expect(hidden.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(lists.map(({ body }) => body.length)).toEqual([1, 0]);
    expect((await reader('GET', `${core}/releases/tags/v2.0.0`)).body).toMatchObject({ id: draft.id, draft: false });
    expect((await reader('GET', `${core}/releases/latest`)).body.id).toBe(draft.id);
    expect((await reader('GET', `${core}/git/ref/tags/v2.0.0`)).status).toBe(200);
    expect(double.log.effects().map(({ kind }) => kind)).toEqual([
      'release-created',
      'release-edited',
      'ref-created',
      'release-published',
    ]);
  }));

test('a prerelease is never the latest, and make_latest false leaves it where it was', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: first } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });

    await ask('POST', `${core}/releases`, { tag_name: 'v2.0.0-rc.1', prerelease: true });
    await ask('POST', `${core}/releases`, { tag_name: 'v0.9.1', make_latest: 'false' });

    expect((await ask('GET', `${core}/releases/latest`)).body.id).toBe(first.id);
  }));

type Fields = Readonly<Record<'message' | 'field' | 'code', string | undefined>>;

test('a tag has one public release, its target must exist, and its name must be one for git', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });

    const replies = [
      await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' }),
      await ask('POST', `${core}/releases`, { tag_name: 'v3', target_commitish: 'none' }),
      await ask('POST', `${core}/releases`, { tag_name: 'a b' }),
      await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true }),
    ];

    const errors = replies.map(({ body }) =>
      body.errors?.map(({ message, field, code }: Fields) => message ?? `${field} ${code}`),
    );
    expect(replies.map(({ status }) => status)).toEqual([422, 422, 422, 201]);
    expect(errors).toEqual([
      ['tag_name already_exists'],
      ['tag_name is not a valid tag', 'Published releases must have a valid tag', 'target_commitish invalid'],
      ['tag_name is not a valid tag', 'tag_name is not well-formed', 'Published releases must have a valid tag'],
      undefined,
    ]);
  }));

test('an asset is uploaded on another host, renamed, found with its digest, and downloaded by a redirect that ends', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });

    const { body: asset, status } = await uploadTo(ask, release.upload_url, 'My App.txt');
    const again = await uploadTo(ask, release.upload_url, 'My.App.txt');
    const { headers } = await ask('GET', asset.url, undefined, { accept: 'application/octet-stream' });
    const signed = headers.get('location') ?? '';
    const plain = asker(double, null);
    const downloads = [await plain('GET', signed), await ask('GET', signed)];
    await double.advance(5 * 60_000);
    downloads.push(await plain('GET', signed));

    expect([status, asset.name, asset.state, asset.size]).toEqual([201, 'My.App.txt', 'uploaded', 5]);
    expect(asset.digest).toBe('sha256:277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9');
    expect(again).toMatchObject({
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }],
      },
    });
    expect(downloads.map((download) => download.status)).toEqual([200, 400, 403]);
    expect(downloads[0]?.body).toBe('bytes');
    const hosts = [release.url, release.upload_url, signed].map((url) => new URL(url.replace(/\{.*/, '')).host);
    expect(new Set(hosts).size).toBe(3);
  }));

test('an upload that breaks leaves a starter, which blocks its name until it is deleted', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });
    double.faults.add({
      fault: { kind: 'broken-upload' },
      on: 'POST /repos/{owner}/{repo}/releases/{release_id}/assets',
    });

    const broken = await uploadTo(ask, release.upload_url, 'a.txt');
    const { body: listed } = await ask('GET', release.assets_url);
    const blocked = await uploadTo(ask, release.upload_url, 'a.txt');
    const deleted = await ask('DELETE', listed[0].url);
    const repeated = await uploadTo(ask, release.upload_url, 'a.txt');

    expect(listed).toMatchObject([{ name: 'a.txt', state: 'starter', digest: null }]);
    expect([broken.status, blocked.status, deleted.status, repeated.status]).toEqual([502, 422, 204, 201]);
  }));

test('a temporary name is swapped for the real one, and a taken one is refused', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });
    const { body: old } = await uploadTo(ask, release.upload_url, 'a.txt');
    const { body: fresh } = await uploadTo(ask, release.upload_url, 'a.txt.new', 'newer');

    const taken = await ask('PATCH', fresh.url, { name: 'a.txt' });
    await ask('DELETE', old.url);
    const swapped = await ask('PATCH', fresh.url, { name: 'a.txt' });

    expect(taken.body.errors).toMatchObject([{ code: 'already_exists' }]);
    expect(swapped.body).toMatchObject({ name: 'a.txt', size: 5 });
    expect((await asker(double, null)('GET', swapped.body.browser_download_url)).status).toBe(302);
  }));

test('an immutable release takes no more assets, and its tag is never free again', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    await ask('PUT', `${core}/immutable-releases`);
    const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v2', draft: true });
    const { body: asset } = await uploadTo(ask, release.upload_url, 'a.txt');
    const { body: published } = await ask('PATCH', release.url, { draft: false });

    const replies = [
      await uploadTo(ask, release.upload_url, 'b.txt'),
      await ask('DELETE', asset.url),
      await ask('PATCH', release.url, { draft: true }),
      await ask('PATCH', release.url, { name: 'a better title' }),
      await ask('DELETE', release.url),
      await ask('POST', `${core}/releases`, { tag_name: 'v2' }),
    ];

    expect(published.immutable).toBe(true);
    expect(replies.map(({ status, body }) => [status, body.errors?.[0].message ?? body.message])).toEqual([
      [422, 'Cannot upload assets to an immutable release.'],
      [422, 'Cannot delete asset from an immutable release'],
      [422, 'state cannot be changed when release is immutable'],
      [200, undefined],
      [204, undefined],
      [422, 'tag_name was used by an immutable release'],
    ]);
  }));

test('a file of more than 2 GiB is refused by its length, before a byte is read', () =>
  withDouble(acme(), async (double) => {
    const { body: release } = await asAda(double)('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });
    const authorization = `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`;
    const url = `${release.upload_url.replace(/\{.*/, '')}?name=large.bin`;
    const headers = { authorization, 'content-type': 'application/octet-stream', 'content-length': 2 ** 31 + 1 };

    const upload = request(url, { method: 'POST', headers });
    upload.flushHeaders();
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    const answer = JSON.parse(await text(response));
    upload.destroy();

    expect(response.statusCode).toBe(422);
    expect(answer.errors).toMatchObject([{ field: 'size', message: 'size must be less than or equal to 2147483648' }]);
  }));

test('the thousandth and first asset is refused', () =>
  withDouble(
    acme(),
    async (double) => {
      const ask = asAda(double);
      const { body: release } = await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', draft: true });
      for (let index = 0; index < 1000; index += 1) await uploadTo(ask, release.upload_url, `${index}.txt`, 'x');

      const more = await uploadTo(ask, release.upload_url, 'more.txt');
      const page = await ask('GET', `${release.assets_url}?per_page=100&page=10`);

      expect(more.body.errors).toMatchObject([
        { field: 'file_count', message: 'file_count limited to 1000 assets per release' },
      ]);
      expect(page.body).toHaveLength(100);
      expect(page.headers.get('link')).not.toContain('rel="next"');
    },
    { limits: 'off' },
  ));

test('notes link what changed since the release before', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: first } = await ask('POST', `${core}/releases/generate-notes`, { tag_name: 'v1.0.0' });
    await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });

    const { body: second } = await ask('POST', `${core}/releases`, { tag_name: 'v2', generate_release_notes: true });

    expect(first.body).toBe(`**Full Changelog**: ${double.urls.server}/acme/core/commits/v1.0.0`);
    expect(second.body).toBe(`**Full Changelog**: ${double.urls.server}/acme/core/compare/v1.0.0...v2`);
  }));
