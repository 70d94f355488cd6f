import type { Artifact } from '@slipway/domain';
import type { BuildFailure } from '../../ports/index.js';
import type { BuildSettings, Component } from '../manifest/manifest.js';
import { type Beginning, begin } from './begin.js';
import type { ChainRun } from './state.js';

/** Builders of data for tests: each gives something valid, of which a test names the part that it is about. */
export const settings = (part: Partial<BuildSettings> = {}): BuildSettings => ({
  command: ['make'],
  artifacts: ['out/*'],
  env: {},
  passEnv: [],
  tools: {},
  attempts: 1,
  retryOn: 'infrastructure',
  timeout: 3_600_000,
  ...part,
});

export const aComponent = (
  name: string,
  requires: readonly string[] = [],
  part: Partial<Component> = {},
): Component => ({
  name,
  version: '1.0.0',
  tag: 'v1.0.0',
  requires: requires.map((required) => ({ name: required, range: '*' })),
  binaries: [],
  build: settings(),
  ...part,
});

/** A run in which nothing has happened yet. */
export const aRun = (
  components: readonly Component[],
  part: Partial<Beginning & { remaining: readonly number[] }> = {},
): ChainRun =>
  begin({
    id: 'set-1.1',
    set: 'set-1',
    inputs: `sha256:${'0'.repeat(64)}`,
    partial: false,
    reuse: 'any',
    components: components.map((component, at) => ({
      component,
      source: { kind: 'commit', repository: `/src/${component.name}`, commit: '1'.repeat(40), time: 1_700_000_000 },
      remaining: part.remaining?.[at] ?? 1,
      expected: null,
    })),
    owner: { host: 'laptop', pid: 1, started: '1' },
    policy: part.policy ?? { maxParallel: 2, onFailure: 'keep-going' },
    startedAt: 0,
    ...(part.partial === undefined ? {} : { partial: part.partial }),
  });

export const aFailure = (part: Partial<BuildFailure> = {}): BuildFailure => ({
  kind: 'build',
  what: 'exit code 1',
  log: '',
  tail: [],
  ...part,
});

export const anArtifact = (path = 'out/file', digit = 'a'): Artifact => ({
  path,
  size: 4,
  digest: `sha256:${digit.repeat(64)}`,
});
