import { join, resolve } from 'node:path';
import type { ActionShell } from '@slipway/action-kit';
import {
  githubRehearsal,
  githubReleases,
  githubRepositories,
  githubRunArtifacts,
  githubWorkflowRuns,
  remoteSources,
} from '@slipway/github';
import { artifactStore, releaseFiles, releaseFolder, systemClock } from '@slipway/host';
import type { ManifestFile } from '@slipway/host/manifest-file';
import type { GithubPorts } from '@slipway/operations/orchestrate-chain';
import type { GithubLink } from './github-link.js';
import { githubMachine } from './github-machine.js';
import type { Wish } from './inputs.js';

/** What one component may deliver. */
const limits = { mostBytes: 16 * 2 ** 30, mostFiles: 100_000 } as const;

/** The ports of a chain that GitHub builds, for one step of a job. */
export function githubPorts(
  { client, ledger, releases }: GithubLink,
  { out }: Wish,
  { stateDir, manifest }: ManifestFile,
  shell: ActionShell,
): GithubPorts {
  const { serverUrl, temp, workspace } = shell;
  const repositories = githubRepositories(client);
  const store = artifactStore(join(stateDir, 'artifacts'));
  const files = releaseFiles({ root: workspace, patterns: [] });
  return {
    clock: systemClock,
    ledger,
    machine: githubMachine(client, shell),
    repositories,
    sources: remoteSources({ repositories, serverUrl }),
    runs: githubWorkflowRuns(client),
    artifacts: githubRunArtifacts({ client, clock: systemClock, spool: temp }),
    store,
    limits,
    folder: releaseFolder(resolve(workspace, out, manifest.set), store),
    releases: githubReleases(client, releases),
    rehearse: () => githubRehearsal(client, releases),
    // The release folder was made by us a moment ago, and every asset is held against its digest once it is there.
    files: { isUnchanged: async () => true, hold: (text) => files.hold(text) },
  };
}
