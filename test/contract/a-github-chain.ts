import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '@slipway/domain';
import {
  connect,
  githubRehearsal,
  githubReleases,
  githubRepositories,
  githubRunArtifacts,
  githubWorkflowRuns,
  givenToken,
  refLedger,
  remoteSources,
} from '@slipway/github';
import { type Double, type RunFacts, type RunScript, world } from '@slipway/github-double';
import { artifactStore, releaseFolder } from '@slipway/host';
import { type GithubPorts, type GithubWish, type Manifest, parseManifest } from '@slipway/operations/orchestrate-chain';
import type { Clock, JobOwner, Owner } from '@slipway/operations/ports';

/** A callee that follows the contract, as far as the double has to know it. */
export const buildYaml = `
name: Build
run-name: build \${{ inputs.slipway-marker || github.event.client_payload.slipway-marker }}
on:
  workflow_dispatch:
    inputs:
      slipway-marker: { required: true }
      slipway: { required: true }
  repository_dispatch: { types: [slipway-build] }
jobs:
  build: { runs-on: ubuntu-latest, steps: [{ run: make }] }
`;

/** What goes on with a release when nobody does. */
const orchestratorYaml = `
name: Release
on: { workflow_dispatch: { inputs: { tag: { required: true }, prerelease: {}, only: {} } } }
jobs: { prepare: { runs-on: ubuntu-latest, steps: [{ run: slipway }] } }
`;

/** core ← left, right ← app, and the repository that releases them. */
export const diamond = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
left = { version = "1.0.0", requires = ["core"] }
right = { version = "1.0.0", requires = ["core"] }
app = { version = "2.0.0", git_tag = "v1.0.0", requires = ["left", "right"], binaries = ["app"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** core ← app. */
export const pair = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
app = { version = "1.0.0", requires = ["core"], binaries = ["app"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** A chain of one, for what is about a single build. */
export const alone = `
[release_set]
id = "set-1"
[versions]
core = { version = "1.0.0", binaries = ["core"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

export const names = ['core', 'left', 'right', 'app'] as const;

type RepositoryBuilder = ReturnType<ReturnType<typeof world>['repository']>;

export const acme = (components: readonly string[] = names): RepositoryBuilder => {
  const start = world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/releases')
    .workflow('release_orchestrator.yml', orchestratorYaml);
  return components.reduce(
    (builder, name) =>
      builder
        .repository(`acme/${name}`, { tags: ['v1.0.0'], branches: { other: { other: '' } } })
        .workflow('build.yml', buildYaml),
    start,
  );
};

/** What a run delivers: a file whose bytes follow from the component, and from what its upstreams were, unless they are given. */
export function delivering(run: RunFacts, script: RunScript = {}, bytes: string | null = null): RunScript {
  const sent = inputsOf(run);
  const order = JSON.parse(sent['slipway'] ?? '{}');
  const text =
    bytes ??
    `${order.component} of ${order.commit}\n${JSON.stringify(order.upstreams.map(({ component, version }: { component: string; version: string }) => [component, version]))}`;
  const files = [{ path: order.component, size: Buffer.byteLength(text), digest: digestOf(text) }];
  const { component, version, commit } = order;
  const result = JSON.stringify({
    contract: 1,
    marker: sent['slipway-marker'],
    component,
    version,
    commit,
    files,
  });
  return {
    ...script,
    artifacts: [{ name: `slipway-${component}`, files: { [component]: text, 'slipway.json': result } }],
  };
}

/** An event carries in its payload what a dispatch carries in inputs. */
function inputsOf({ inputs, payload, event }: RunFacts): Readonly<Record<string, string>> {
  if (event !== 'repository_dispatch') return inputs;
  return JSON.parse(JSON.stringify(payload)).client_payload;
}

export async function manifestOf(text = diamond): Promise<Manifest> {
  const parsed = await parseManifest(text, 'versions.toml');
  if (parsed.status === 'invalid') throw new Error(JSON.stringify(parsed.findings));
  return parsed.manifest;
}

const minute = 60_000;

export const wishOf = async (part: Partial<GithubWish> = {}): Promise<GithubWish> => ({
  manifest: await manifestOf(),
  file: 'versions.toml',
  home: 'acme/releases',
  selection: { only: [], skip: [] },
  policy: { maxParallel: 20, onFailure: 'keep-going' },
  tag: 'set-1',
  begin: 'continue',
  mode: 'apply',
  purpose: 'release',
  queueTimeout: 30 * minute,
  runTimeout: 360 * minute,
  timeout: 340 * minute,
  ownership: 'respect',
  ledger: 'refs',
  release: {
    repository: 'acme/releases',
    prerelease: 'auto',
    latest: 'legacy',
    notes: null,
    tags: 'release-only',
    environment: null,
  },
  ...part,
});

export interface Place {
  readonly folder: string;
  readonly owner?: JobOwner;
  /** By default one of Ada's that may do everything. */
  readonly token?: string;
  readonly isAlive?: (job: JobOwner) => Promise<'alive' | 'dead' | 'unknown'>;
  /** By default the double's. */
  readonly clock?: Clock;
  /** Whose refs keep the state, by default `acme/releases`, and what is released to, by default the same. */
  readonly home?: string;
  readonly released?: string;
}

const job: JobOwner = { repository: 'acme/releases', runId: 1, attempt: 1, job: 'prepare' };

/** The ports as an entrance wires them, on the double. Each call is a new process; `folder` is what a runner keeps. */
export function portsOn(double: Double, place: Place): GithubPorts {
  const { folder, owner = job, isAlive = async () => 'dead', clock = double.clock } = place;
  const tokens = givenToken(place.token ?? double.token({ kind: 'classic', user: 'ada' }));
  const client = connect({ apiUrl: double.urls.api, tokens, clock, pace: { betweenWrites: 0 } });
  const { home = 'acme/releases', released = home } = place;
  const repositories = githubRepositories(client);
  const store = artifactStore(join(folder, 'artifacts'));
  let ids = 0;
  const aliveJob = async (one: Owner) => ('job' in one ? isAlive(one) : 'unknown');
  return {
    clock,
    ledger: refLedger({ client, repository: named(home), id: () => `${folder}-${(ids += 1)}` }),
    machine: { os: 'linux', arch: 'x64', self: () => owner, isAlive: aliveJob, toolVersion: async () => null },
    repositories,
    sources: remoteSources({ repositories, serverUrl: double.urls.server }),
    runs: githubWorkflowRuns(client),
    artifacts: githubRunArtifacts({ client, clock, spool: join(folder, 'spool') }),
    store,
    limits: { mostBytes: 1 << 30, mostFiles: 1000 },
    folder: releaseFolder(join(folder, 'release'), store),
    releases: githubReleases(client, named(released)),
    rehearse: () => githubRehearsal(client, named(released)),
    files: {
      isUnchanged: async () => true,
      hold: async (text) => held(folder, text),
    },
  };
}

function named(fullName: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}

function held(folder: string, text: string): string {
  const path = join(folder, 'held');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return path;
}
