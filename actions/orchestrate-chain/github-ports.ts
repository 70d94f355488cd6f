import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ActionShell } from '@slipway/action-kit';
import { type Finding, ReleaseError } from '@slipway/domain';
import {
  appTokens,
  type Client,
  connect,
  githubRehearsal,
  githubReleases,
  githubRepositories,
  githubRunArtifacts,
  githubWorkflowRuns,
  givenToken,
  refLedger,
  remoteSources,
  type TokenSource,
} from '@slipway/github';
import { artifactStore, fileLedger, releaseFiles, releaseFolder, systemClock } from '@slipway/host';
import type { ManifestFile } from '@slipway/host/manifest-file';
import type { GithubPorts } from '@slipway/operations/orchestrate-chain';
import type { Ledger, RepositoryName } from '@slipway/operations/ports';
import { githubMachine } from './github-machine.js';
import type { Wish } from './inputs.js';

/** What one component may deliver. */
const limits = { mostBytes: 16 * 2 ** 30, mostFiles: 100_000 } as const;

/** The ports of a chain that GitHub builds, for one step of a job. */
export function githubPorts(wish: Wish, { stateDir, manifest }: ManifestFile, shell: ActionShell): GithubPorts {
  const { apiUrl, serverUrl, temp, workspace } = shell;
  const client = connect({ apiUrl, tokens: tokensOf(wish, shell), clock: systemClock });
  const repositories = githubRepositories(client);
  const store = artifactStore(join(stateDir, 'artifacts'));
  const files = releaseFiles({ root: workspace, patterns: [] });
  const home = repositoryIn(shell.repository, 'GITHUB_REPOSITORY');
  return {
    clock: systemClock,
    ledger: ledgerOf(wish, client, home, workspace),
    machine: githubMachine(client, shell),
    repositories,
    sources: remoteSources({ repositories, serverUrl }),
    runs: githubWorkflowRuns(client),
    artifacts: githubRunArtifacts({ client, clock: systemClock, spool: temp }),
    store,
    limits,
    folder: releaseFolder(resolve(workspace, wish.out, manifest.set), store),
    releases: githubReleases(client, releasesOf(wish, home)),
    rehearse: () => githubRehearsal(client, releasesOf(wish, home)),
    // The release folder was made by us a moment ago, and every asset is held against its digest once it is there.
    files: { isUnchanged: async () => true, hold: (text) => files.hold(text) },
  };
}

function tokensOf({ token, appId, appPrivateKey: privateKey }: Wish, { apiUrl, log }: ActionShell): TokenSource {
  if (appId !== null && privateKey !== null)
    return appTokens({ apiUrl, appId, privateKey, clock: systemClock, mask: (secret) => log.mask(secret) });
  if (appId !== null || privateKey !== null)
    throw badInput(
      appId === null ? 'there is a key without an App' : 'there is an App without a key',
      appId === null ? 'input app-id' : 'input app-private-key',
      'give app-id and app-private-key together, or neither',
    );
  if (token === null) throw badInput('there is no token', 'input token', 'leave it out, or give one that is not empty');
  return givenToken(token);
}

function ledgerOf({ ledger }: Wish, client: Client, repository: RepositoryName, workspace: string): Ledger {
  if (ledger === 'refs') return refLedger({ client, repository, id: randomUUID });
  if (ledger.startsWith('file:')) return fileLedger(resolve(workspace, ledger.slice('file:'.length)));
  throw badInput(`there is no ledger ${ledger}`, 'input ledger', 'write refs, or file: and a folder');
}

const releasesOf = ({ releaseRepository }: Wish, home: RepositoryName): RepositoryName =>
  releaseRepository === null ? home : repositoryIn(releaseRepository, 'input release-repository');

function repositoryIn(text: string, where: string): RepositoryName {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (owner !== undefined && repo !== undefined) return { owner, repo };
  throw badInput(`${JSON.stringify(text)} is no repository`, where, 'write owner/name');
}

const badInput = (what: string, where: string, remedy: string): ReleaseError =>
  new ReleaseError([{ code: 'bad-input', severity: 'error', what, where, remedy } satisfies Finding]);
