import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@slipway/github-double';
import type { LocalFile, Release } from '@slipway/operations/ports';
import { core } from '../client/a-client.js';
import { connect } from '../client/client.js';
import { givenToken } from '../tokens/token-source.js';
import { githubReleases } from './releases.js';

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-upload-'));
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** A server that names an address for uploads. */
const naming = (uploadUrl: string): Promise<string> =>
  served((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ upload_url: uploadUrl }));
  });

function upload(apiUrl: string) {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'a');
  const client = connect({ apiUrl, tokens: givenToken('secret'), clock: new VirtualClock(0) });
  const file: LocalFile = { name: 'a.txt', path, size: 1, digest: `sha256:${'0'.repeat(64)}` };
  const release: Release = {
    id: 1,
    tag: 'v1',
    title: '',
    notes: '',
    target: 'main',
    state: 'draft',
    prerelease: false,
    immutable: false,
    url: '',
  };
  return githubReleases(client, core).upload(release, file);
}

test('an upload host that is not of the same GitHub gets no request', async () => {
  const api = await naming('http://evil.example/repos/acme/core/releases/1/assets{?name,label}');

  await expect(upload(api)).rejects.toThrow('a request was to go to http://evil.example');
});

test('an upload follows no redirect', async () => {
  const seen: (string | undefined)[] = [];
  const other = await served(({ headers }, response) => {
    seen.push(headers.authorization);
    response.end();
  });
  const uploads = await served((_request, response) => response.writeHead(307, { location: other }).end());
  const api = await naming(`${uploads}/repos/acme/core/releases/1/assets{?name,label}`);

  const made = await upload(api);

  expect(made).toEqual({ status: 'unknown' });
  expect(seen).toEqual([]);
});
