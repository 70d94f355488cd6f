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
import { type GithubPorts, type GithubWish, parseManifest } from '@slipway/operations/orchestrate-chain';

const minute = 60_000;
const home = { owner: 'commons', repo: 'releases' };

const buildYaml = `
run-name: build \${{ inputs.slipway-marker }}
on: { workflow_dispatch: { inputs: { slipway-marker: { required: true }, slipway: { required: true } } } }
jobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`;

/** Components, each with what it requires: two chains of three levels and more, as the example has them. */
export const six: Requirements = {
  'blvm-consensus': [],
  'blvm-protocol': ['blvm-consensus'],
  'blvm-node': ['blvm-protocol', 'blvm-consensus'],
  blvm: ['blvm-node'],
  'blvm-sdk': [],
  'governance-app': ['blvm-sdk'],
};

export type Requirements = Readonly<Record<string, readonly string[]>>;

/** The components' repositories, and the one that releases them; somebody has to approve. */
export const situationOf = (components: Requirements): ReturnType<typeof world> =>
  Object.keys(components).reduce<ReturnType<typeof world>>(
    (builder, name) => builder.repository(`commons/${name}`, { tags: ['v1.0.0'] }).workflow('build.yml', buildYaml),
    world()
      .organisation('commons', { owners: ['ada'] })
      .repository('commons/releases')
      .environment('release', { reviewers: ['ada'] }),
  );

/** Builds that take so many minutes and deliver one file each. */
export function letBuild(double: Double, components: Requirements, minutes: number): void {
  for (const name of Object.keys(components))
    double.runs.script(`commons/${name}`, 'build.yml', (run) => delivering(run, { takes: `${minutes}m` }));
}

function delivering({ inputs }: RunFacts, script: RunScript): RunScript {
  const { component, version, commit } = JSON.parse(inputs['slipway'] ?? '{}');
  const text = `${component} of ${commit}`;
  const files = [{ path: component, size: Buffer.byteLength(text), digest: digestOf(text) }];
  const result = { contract: 1, marker: inputs['slipway-marker'], component, version, commit, files };
  const delivered = { [component]: text, 'slipway.json': JSON.stringify(result) };
  return { ...script, artifacts: [{ name: `slipway-${component}`, files: delivered }] };
}

export async function wishFor(components: Requirements): Promise<GithubWish> {
  const versions = Object.entries(components).map(
    ([name, requires]) =>
      `${name} = { version = "1.0.0", requires = ${JSON.stringify(requires)}, binaries = ["${name}"] }`,
  );
  const text = `[release_set]\nid = "set-1"\n[versions]\n${versions.join('\n')}\n[slipway]\nowner = "commons"\nworkflow = "build.yml"\n`;
  const parsed = await parseManifest(text, 'versions.toml');
  if (parsed.status === 'invalid') throw new Error(parsed.findings[0]?.what);
  return {
    manifest: parsed.manifest,
    home: `${home.owner}/${home.repo}`,
    ledger: 'refs',
    file: 'versions.toml',
    selection: { only: [], skip: [] },
    policy: { maxParallel: 100, onFailure: 'keep-going' },
    tag: 'set-1',
    begin: 'continue',
    mode: 'apply',
    purpose: 'release',
    queueTimeout: 30 * minute,
    runTimeout: 360 * minute,
    timeout: 340 * minute,
    ownership: 'respect',
    release: {
      repository: `${home.owner}/${home.repo}`,
      prerelease: 'auto',
      latest: 'legacy',
      notes: null,
      tags: 'release-only',
      environment: 'release',
    },
  };
}

/** The ports as an entrance wires them: each call is a new job on a runner of its own. */
export function portsOn(double: Double, folder: string): GithubPorts {
  const tokens = givenToken(double.token({ kind: 'classic', user: 'ada' }));
  const client = connect({ apiUrl: double.urls.api, tokens, clock: double.clock });
  const repositories = githubRepositories(client);
  const store = artifactStore(join(folder, 'artifacts'));
  let ids = 0;
  return {
    clock: double.clock,
    ledger: refLedger({ client, repository: home, id: () => `${folder}-${(ids += 1)}` }),
    machine: {
      os: 'linux',
      arch: 'x64',
      self: () => ({ repository: 'commons/releases', runId: 1, attempt: 1, job: 'prepare' }),
      isAlive: async () => 'dead',
      toolVersion: async () => null,
    },
    repositories,
    sources: remoteSources({ repositories, serverUrl: double.urls.server }),
    runs: githubWorkflowRuns(client),
    artifacts: githubRunArtifacts({ client, clock: double.clock, spool: join(folder, 'spool') }),
    store,
    limits: { mostBytes: 4 * 2 ** 30, mostFiles: 1000 },
    folder: releaseFolder(join(folder, 'release'), store),
    releases: githubReleases(client, home),
    rehearse: () => githubRehearsal(client, home),
    files: { isUnchanged: async () => true, hold: async (text) => held(folder, text) },
  };
}

function held(folder: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'held');
  writeFileSync(path, text);
  return path;
}
