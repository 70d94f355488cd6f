import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ReleaseError } from '@slipway/domain';
import {
  type Client,
  githubRehearsal,
  githubReleases,
  githubRepositories,
  githubRunArtifacts,
  githubWorkflowRuns,
  jobLiveness,
  refLedger,
  remoteSources,
  type Repository,
} from '@slipway/github';
import { artifactStore, fileLedger, releaseFiles, releaseFolder, systemClock, thisMachine } from '@slipway/host';
import type { ManifestFile } from '@slipway/host/manifest-file';
import type { GithubPorts } from '@slipway/operations/orchestrate-chain';
import type { Ledger, Machine } from '@slipway/operations/ports';
import type { Session } from '../../session.js';
import { named } from '../assets/connection.js';
import { serverUrlOf } from '../driver.js';
import type { ReleaseFlags } from './flags.js';

/** What one component may deliver. */
const limits = { mostBytes: 16 * 2 ** 30, mostFiles: 100_000 } as const;

/** The ports of a chain that GitHub builds, driven from this machine. */
export function releasePorts(
  flags: ReleaseFlags,
  { stateDir, manifest }: ManifestFile,
  { client, repository }: { readonly client: Client; readonly repository: Repository },
  session: Session,
): GithubPorts {
  const { folder, environment } = session.shell;
  const { releaseRepository } = flags;
  const repositories = githubRepositories(client);
  const store = artifactStore(join(stateDir, 'artifacts'));
  const files = releaseFiles({ root: folder, patterns: [] });
  const releasedTo = releaseRepository === undefined ? repository : named(releaseRepository, '--release-repository');
  return {
    clock: systemClock,
    ledger: ledgerOf(flags, client, repository, folder),
    machine: machineFor(client, environment),
    repositories,
    sources: remoteSources({ repositories, serverUrl: serverUrlOf(session) }),
    runs: githubWorkflowRuns(client),
    artifacts: githubRunArtifacts({ client, clock: systemClock, spool: tmpdir() }),
    store,
    limits,
    folder: releaseFolder(resolve(folder, flags.out, manifest.set), store),
    releases: githubReleases(client, releasedTo),
    rehearse: () => githubRehearsal(client, releasedTo),
    // The release folder was made by us a moment ago, and every asset is held against its digest once it is there.
    files: { isUnchanged: async () => true, hold: (text) => files.hold(text) },
  };
}

/** This machine, which can ask GitHub for jobs, too. */
function machineFor(client: Client, environment: Readonly<Record<string, string>>): Machine {
  const machine = thisMachine({ environment, patience: 0 });
  return {
    ...machine,
    async isAlive(owner) {
      if (!('job' in owner)) return machine.isAlive(owner);
      const { runId: run, attempt, job } = owner;
      return jobLiveness(client, { repository: named(owner.repository, 'ledger'), run, attempt, job });
    },
  };
}

function ledgerOf({ ledger }: ReleaseFlags, client: Client, repository: Repository, folder: string): Ledger {
  if (ledger === 'refs') return refLedger({ client, repository, id: randomUUID });
  if (ledger.startsWith('file:')) return fileLedger(resolve(folder, ledger.slice('file:'.length)));
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `there is no ledger ${ledger}`,
      where: '--ledger',
      remedy: 'write refs, or file: and a folder',
    },
  ]);
}
