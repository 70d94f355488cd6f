import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, githubRepositories, givenToken, remoteSources } from '@slipway/github';
import { startDouble, world } from '@slipway/github-double';
import { gitSources } from '@slipway/host';
import { sourcesContract } from './sources.js';

sourcesContract('repositories that git reads', async (folder) => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'slipway-mirrors-'));
  const sources = gitSources({
    manifestDir: folder,
    cacheDir,
    serverUrl: 'https://github.com',
    from: 'commits',
    environment: { PATH: process.env['PATH'] ?? '' },
  });
  return { sources, repository: '.', close: async () => rmSync(cacheDir, { recursive: true }) };
});

sourcesContract('repositories that GitHub tells of', async (folder) => {
  const double = await startDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/lib', { from: folder }),
  );
  const tokens = givenToken(double.token({ kind: 'classic', user: 'ada' }));
  const repositories = githubRepositories(connect({ apiUrl: double.urls.api, tokens, clock: double.clock }));
  const sources = remoteSources({ repositories, serverUrl: double.urls.server });
  return { sources, repository: 'acme/lib', close: () => double.close() };
});
