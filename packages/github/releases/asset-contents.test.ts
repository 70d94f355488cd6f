import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '@slipway/domain';
import { VirtualClock, withDouble } from '@slipway/github-double';
import type { Asset } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { connect } from '../client/client.js';
import { givenToken } from '../tokens/token-source.js';
import { assetContents } from './asset-contents.js';
import { githubReleases } from './releases.js';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function served(host: string, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://${host}:${typeof address === 'object' ? address?.port : ''}`;
}

test.each(['public', 'private'] as const)("the text of a draft's asset is read from a %s repository", (visibility) =>
  withDouble(acme({ private: visibility === 'private' }), async (double) => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-contents-'));
    const [path, content] = [join(folder, 'SUMS'), 'ü line\n'];
    writeFileSync(path, content);
    const client = aClient(double);
    const releases = githubReleases(client, core);
    const draft = await releases.createDraft({ tag: 'v1', title: '', notes: '', prerelease: false });
    if (draft.status !== 'done') throw new Error(draft.status);
    const size = Buffer.byteLength(content);
    await releases.upload(draft.value, { name: 'SUMS', path, size, digest: digestOf(content) });
    const [asset] = await releases.assets(draft.value.id);
    if (!asset) throw new Error('no asset');

    expect(await assetContents(client, core).text(asset)).toBe(content);
    rmSync(folder, { recursive: true });
  }),
);

test('the storage that GitHub sends us on to gets no token', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const storage = await served('localhost', ({ headers }, response) => {
    seen.push(headers);
    response.end('text');
  });
  const apiUrl = await served('127.0.0.1', (_, response) => response.writeHead(302, { location: storage }).end());
  const client = connect({ apiUrl, tokens: givenToken('secret'), clock: new VirtualClock(0) });
  const asset: Asset = { id: 1, name: 'a', size: 4, digest: null, state: 'uploaded', url: '' };

  expect(await assetContents(client, core).text(asset)).toBe('text');
  expect(seen).toHaveLength(1);
  expect(seen[0]?.authorization).toBeUndefined();
});
