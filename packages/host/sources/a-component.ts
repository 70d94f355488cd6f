import { join } from 'node:path';
import type { BuildSettings, Component } from '@slipway/operations/orchestrate-chain';
import type { Resolution, Sources } from '@slipway/operations/ports';
import { gitEnv } from './a-repository.js';
import { gitSources, type SourcesOptions } from './sources.js';

/** Sources for tests, of a manifest in `dir`; the git server is its folder `server`. */
export const sourcesIn = (dir: string, options: Partial<SourcesOptions> = {}): Sources =>
  gitSources({
    manifestDir: dir,
    cacheDir: join(dir, '.slipway/repositories'),
    serverUrl: `file://${dir}/server`,
    from: 'commits',
    environment: gitEnv,
    ...options,
  });

export const aComponent = (build: Partial<BuildSettings>, rest: Partial<Component> = {}): Component => ({
  name: 'lib',
  version: '1.0.0',
  tag: 'v1.0.0',
  requires: [],
  binaries: [],
  ...rest,
  build: {
    command: ['true'],
    artifacts: ['*'],
    env: {},
    passEnv: [],
    tools: {},
    attempts: 1,
    retryOn: 'infrastructure',
    timeout: 60_000,
    ...build,
  },
});

/** What matches a source that was resolved to the commit. */
export const found = (commit: string, time = 1_700_000_000) => ({
  status: 'resolved',
  source: { kind: 'commit', commit, time },
});

export const refusal = (resolution: Resolution): string =>
  resolution.status === 'refused'
    ? `${resolution.finding.where}: ${resolution.finding.what}; ${resolution.finding.remedy}`
    : 'resolved';
