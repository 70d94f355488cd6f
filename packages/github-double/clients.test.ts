import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods';
import { withDouble } from './double.js';
import { acme } from './testing/acme.js';

const run = promisify(execFile);
const Client = Octokit.plugin(paginateRest, restEndpointMethods);
const core = { owner: 'acme', repo: 'core' };

test('octokit releases: a draft, an asset, published, all pages listed', () =>
  withDouble(acme(), async (double) => {
    const octokit = new Client({ auth: double.token({ kind: 'classic', user: 'ada' }), baseUrl: double.urls.api });
    const { data: draft } = await octokit.rest.repos.createRelease({ ...core, tag_name: 'v2', draft: true });

    await octokit.request({
      method: 'POST',
      url: draft.upload_url,
      name: 'a.txt',
      data: 'a',
      headers: { 'content-type': 'text/plain' },
    });
    await octokit.rest.repos.updateRelease({ ...core, release_id: draft.id, draft: false });
    for (const tag_name of ['v3', 'v4']) await octokit.rest.repos.createRelease({ ...core, tag_name });
    const all = await octokit.paginate('GET /repos/{owner}/{repo}/releases', { ...core, per_page: 1 });
    const { data: ref } = await octokit.rest.git.getRef({ ...core, ref: 'tags/v2' });

    expect(all.map(({ tag_name, assets }) => `${tag_name} ${assets.length}`)).toEqual(['v4 0', 'v3 0', 'v2 1']);
    expect(ref.ref).toBe('refs/tags/v2');
  }));

test('curl uploads a file and follows the redirect to its bytes', () =>
  withDouble(acme(), async (double) => {
    const token = double.token({ kind: 'classic', user: 'ada' });
    const curl = async (...rest: string[]) =>
      (await run('curl', ['-sS', '-H', `Authorization: Bearer ${token}`, ...rest])).stdout;
    const release = JSON.parse(
      await curl('-d', '{"tag_name":"v1.0.0"}', `${double.urls.api}/repos/acme/core/releases`),
    );

    const upload = `${release.upload_url.replace(/\{.*/, '')}?name=a.txt`;
    const asset = JSON.parse(await curl('-H', 'Content-Type: text/plain', '--data-binary', 'from curl', upload));
    const bytes = await curl('-L', '-H', 'Accept: application/octet-stream', asset.url);
    const { stdout: anonymous } = await run('curl', ['-sSL', asset.browser_download_url]);

    expect([bytes, anonymous]).toEqual(['from curl', 'from curl']);
  }));
