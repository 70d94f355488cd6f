import type { Asked, Cases, Ground } from './ground.js';

const releases = '/repos/acme/core/releases';

async function made(ground: Ground, body: object): Promise<number> {
  return (await ground.ada('POST', releases, { tag_name: 'v1.0.0', ...body })).body.id;
}

const ofRelease =
  (body: object, asked: Asked = {}) =>
  async (ground: Ground): Promise<Asked> => ({ ...asked, params: { release_id: await made(ground, body) } });

/** The only asset of a release. */
const ofAsset =
  (asked: Asked = {}, body: object = {}) =>
  async (ground: Ground): Promise<Asked> => {
    const release = await made(ground, { ...body, draft: true });
    const uploaded = await ground.ada('POST', uploadUrl(ground, release, 'a.txt'), 'a');
    if (Object.keys(body).length > 0) await ground.ada('PATCH', `${releases}/${release}`, { draft: false });
    return { ...asked, params: { asset_id: uploaded.body.id } };
  };

const uploadUrl = ({ double }: Ground, release: number, name: string): string =>
  `${double.urls.uploads}${releases}/${release}/assets?name=${name}`;

/** From now on what is published cannot be changed. */
const sealed =
  (asked: (ground: Ground) => Promise<Asked>) =>
  async (ground: Ground): Promise<Asked> => {
    await ground.ada('PUT', '/repos/acme/core/immutable-releases');
    return asked(ground);
  };

const absent = { params: { release_id: 1 } };
const absentAsset = { params: { asset_id: 1 } };

export const releaseCases: Cases = {
  'GET /repos/{owner}/{repo}/releases': [[200, 'all of them', ofRelease({})]],
  'POST /repos/{owner}/{repo}/releases': [
    [201, 'a draft', { body: { tag_name: 'v2', draft: true } }],
    [201, 'a public one', { body: { tag_name: 'v1.0.0' } }],
    [422, 'no tag', { body: {} }],
    [
      422,
      'a tag that has a release',
      async (ground) => ({ body: { tag_name: 'v1.0.0', name: String(await made(ground, {})) } }),
    ],
    [422, 'a tag that git refuses', { body: { tag_name: 'a b' } }],
    [422, 'a new tag at no such target', { body: { tag_name: 'v2', target_commitish: 'none' } }],
    [422, 'a repository without commits', { params: { repo: 'empty' }, body: { tag_name: 'v1' } }],
    [
      422,
      'the tag of an immutable one that is gone',
      sealed(async (ground) => {
        await ground.ada('DELETE', `${releases}/${await made(ground, {})}`);
        return { body: { tag_name: 'v1.0.0' } };
      }),
    ],
  ],
  'POST /repos/{owner}/{repo}/releases/generate-notes': [[200, 'for a tag', { body: { tag_name: 'v1.0.0' } }]],
  'GET /repos/{owner}/{repo}/releases/latest': [
    [200, 'a public one', ofRelease({})],
    [404, 'a draft alone', ofRelease({ draft: true })],
  ],
  'GET /repos/{owner}/{repo}/releases/tags/{tag}': [
    [200, 'a public one', ofRelease({})],
    [404, 'a draft', ofRelease({ draft: true })],
  ],
  'GET /repos/{owner}/{repo}/releases/{release_id}': [
    [200, 'a draft', ofRelease({ draft: true })],
    [404, 'a draft, for who may not write', ofRelease({ draft: true }, { by: 'bob' })],
    [404, 'none', absent],
  ],
  'PATCH /repos/{owner}/{repo}/releases/{release_id}': [
    [200, 'another text', ofRelease({}, { body: { body: 'x' } })],
    [404, 'none', { ...absent, body: { body: 'x' } }],
    [
      422,
      'a draft published under a tag that has a release',
      async (ground) => {
        await made(ground, {});
        return { params: { release_id: await made(ground, { draft: true }) }, body: { draft: false } };
      },
    ],
    [422, 'an immutable one made a draft', sealed(ofRelease({}, { body: { draft: true } }))],
    [422, 'an immutable one moved to another tag', sealed(ofRelease({}, { body: { tag_name: 'v2' } }))],
  ],
  'DELETE /repos/{owner}/{repo}/releases/{release_id}': [
    [204, 'a public one', ofRelease({})],
    [404, 'none', absent],
  ],
  'GET /repos/{owner}/{repo}/immutable-releases': [
    [200, 'on', sealed(() => Promise.resolve({}))],
    [404, 'off'],
  ],
  'PUT /repos/{owner}/{repo}/immutable-releases': [[204, 'off so far']],
  'DELETE /repos/{owner}/{repo}/immutable-releases': [[204, 'on so far', sealed(() => Promise.resolve({}))]],
};

const full = async (ground: Ground): Promise<Asked> => {
  const release_id = await made(ground, {});
  for (let index = 0; index < 1000; index += 1) await ground.ada('POST', uploadUrl(ground, release_id, `${index}`), '');
  return { params: { release_id }, query: 'name=one-more', body: '' };
};

export const assetCases: Cases = {
  'GET /repos/{owner}/{repo}/releases/{release_id}/assets': [
    [200, 'of a release', ofRelease({})],
    [404, 'no such release', absent],
  ],
  'POST /repos/{owner}/{repo}/releases/{release_id}/assets': [
    [201, 'a file', ofRelease({}, { query: 'name=a.txt', body: 'a' })],
    [404, 'no such release', { ...absent, query: 'name=a.txt', body: 'a' }],
    [422, 'no name', ofRelease({}, { body: 'a' })],
    [422, 'an immutable release', sealed(ofRelease({}, { query: 'name=a.txt', body: 'a' }))],
    [422, 'a thousand assets already', full],
    [
      422,
      'a name that is taken',
      async (ground) => {
        const release_id = await made(ground, {});
        await ground.ada('POST', uploadUrl(ground, release_id, 'a.txt'), 'a');
        return { params: { release_id }, query: 'name=a.txt', body: 'a' };
      },
    ],
  ],
  'GET /repos/{owner}/{repo}/releases/assets/{asset_id}': [
    [200, 'an asset', ofAsset()],
    [302, 'its bytes', ofAsset({ headers: { accept: 'application/octet-stream' } })],
    [404, 'none', absentAsset],
  ],
  'PATCH /repos/{owner}/{repo}/releases/assets/{asset_id}': [
    [200, 'another name', ofAsset({ body: { name: 'b.txt' } })],
    [404, 'none', { ...absentAsset, body: { name: 'b.txt' } }],
    [422, 'of an immutable release', sealed(ofAsset({ body: { name: 'b.txt' } }, { name: 'one' }))],
  ],
  'DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}': [
    [204, 'an asset', ofAsset()],
    [404, 'none', absentAsset],
    [422, 'of an immutable release', sealed(ofAsset({}, { name: 'one' }))],
  ],
};
