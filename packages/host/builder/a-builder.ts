import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder, BuildOutcome, ResolvedSource } from '@slipway/operations/ports';
import { artifactStore } from '../artifacts/artifact-store.js';
import { gitEnv } from '../sources/a-repository.js';
import { localBuilder, type LocalBuilderOptions } from './local-builder.js';

/** A builder for tests, whose manifest and state are in `dir`. */
export const aBuilder = (dir: string, options: Partial<LocalBuilderOptions> = {}): Builder =>
  localBuilder({
    manifestDir: dir,
    stateDir: join(dir, '.slipway'),
    cacheDir: join(dir, '.slipway/repositories'),
    environment: gitEnv,
    artifacts: artifactStore(join(dir, '.slipway/artifacts')),
    grace: 10_000,
    ...options,
  });

export const sh = (script: string): [string, ...string[]] => ['sh', '-c', script];

export const commitOf = (repository: string, commit: string): Extract<ResolvedSource, { kind: 'commit' }> => ({
  kind: 'commit',
  repository,
  commit,
  time: 1_700_000_000,
});

/** What matches the outcome of a build that failed so. */
export const failedWith = (kind: string, what: string) => ({
  status: 'failed',
  failure: { kind, what: expect.stringContaining(what) },
});

/** What the build in `dir` wrote into its one artifact, `out`. */
export function outOf(dir: string, outcome: BuildOutcome): string {
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.failure));
  const hex = outcome.artifacts[0]?.digest.slice('sha256:'.length) ?? '';
  return readFileSync(join(dir, `.slipway/artifacts/sha256/${hex.slice(0, 2)}/${hex.slice(2)}`), 'utf8');
}
