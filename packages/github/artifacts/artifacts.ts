import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { isDigest, printed, staysInside } from '@slipway/domain';
import type { Clock, RunArtifact, RunArtifacts, WorkflowRun } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import { complaintOf } from '../client/failure.js';
import type { Answer } from '../client/policy.js';
import { Refusal } from '../client/refusal.js';
import { artifactError } from './findings.js';
import { type Download, downloadTo } from './storage.js';
import { tooLarge, unzip } from './unzip.js';

export interface RunArtifactsOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Absolute folder on the disk that takes what is on its way, one artifact each; what a killed process has left there may be deleted. */
  readonly spool: string;
}

const route = '/repos/{owner}/{repo}/actions';

/** How often a download is begun. */
const mostTries = 5;

/** Large artifacts take turns, a few at once: more come no faster, and each holds memory, and its space on the disk twice. */
const mostLarge = 3;
const large = 8 * 1024 * 1024;

/**
 * Artifacts of workflow runs on GitHub. A download goes to a file first: its digest is known before anything of it is believed, and a
 * zip's directory, which alone tells names and sizes for certain, stands at its end.
 */
export function githubRunArtifacts({ client, clock, spool }: RunArtifactsOptions): RunArtifacts {
  const inTurn = pLimit(mostLarge);

  async function addressOf(artifact: RunArtifact): Promise<string> {
    const { repository, id } = artifact;
    const parameters = { ...repository, artifact_id: id, archive_format: 'zip' };
    try {
      const address = await client.locate(`GET ${route}/artifacts/{artifact_id}/{archive_format}`, parameters);
      if (isSafe(client.apiUrl, address)) return address;
    } catch (error) {
      throw error instanceof Refusal && error.status === 410 ? expired(artifact) : error;
    }
    throw artifactError(artifact, {
      code: 'refused-gate',
      what: 'is to be had without encryption only',
      remedy: 'let the storage of this GitHub be reached by https',
    });
  }

  /** Its address is good for a minute, so each try asks anew. */
  async function fetched(artifact: RunArtifact, path: string, mostBytes: number): Promise<Download> {
    for (let tries = 1; ; tries += 1) {
      const result = await downloadTo(path, await addressOf(artifact), mostBytes).catch(unkept(artifact, path));
      if (result.status === 'done') return result.download;
      if (result.status === 'too-large') throw tooLarge(artifact, mostBytes);
      if (tries === mostTries) throw unfetched(artifact, result.what);
      await clock.sleep(1000 * 2 ** (tries - 1));
    }
  }

  const downloaded: RunArtifacts['download'] = async (artifact, sink, limits) => {
    await mkdir(spool, { recursive: true }).catch(unkept(artifact, spool));
    const folder = await mkdtemp(join(spool, 'artifact-')).catch(unkept(artifact, spool));
    try {
      const path = join(folder, 'content');
      const { digest, type } = await fetched(artifact, path, limits.mostBytes);
      if (artifact.digest !== null && artifact.digest !== digest) throw damaged(artifact, digest);
      if (isZip(type)) return await unzip(path, artifact, sink, limits);
      if (!staysInside(artifact.name)) throw misnamed(artifact);
      return [await sink.take(artifact.name, createReadStream(path))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    async list({ repository, id }) {
      const parameters = { ...repository, run_id: id };
      const listed = await client.listUnder(`GET ${route}/runs/{run_id}/artifacts`, 'artifacts', parameters);
      const artifacts = new Map(listed.map((json) => [json.id, artifactFrom({ repository, id }, json)]));
      return [...artifacts.values()].toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id);
    },
    async download(artifact, sink, limits) {
      if (artifact.expired) throw expired(artifact);
      const work = () => downloaded(artifact, sink, limits);
      return artifact.size > large ? inTurn(work) : work();
    },
  };
}

type ArtifactJson = Answer<'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}'>;

const artifactFrom = ({ repository, id }: Pick<WorkflowRun, 'repository' | 'id'>, json: ArtifactJson): RunArtifact => ({
  repository,
  run: id,
  id: json.id,
  name: json.name,
  size: json.size_in_bytes,
  digest: typeof json.digest === 'string' && isDigest(json.digest) ? json.digest : null,
  expired: json.expired,
  createdAt: json.created_at === null ? 0 : Date.parse(json.created_at),
});

/** The three names that the storage and `@actions/artifact` have for it; `archive: false` (upload-artifact 7) gives a single file its own. */
const isZip = (type: string): boolean =>
  ['application/zip', 'application/x-zip-compressed', 'application/zip-compressed'].includes(type);

/** By http only where GitHub itself is: on this machine, for tests, or in a network of its own. */
const isSafe = (apiUrl: string, address: string): boolean =>
  new URL(address).protocol === 'https:' || new URL(apiUrl).protocol === 'http:';

const expired = (artifact: RunArtifact) =>
  artifactError(artifact, {
    code: 'not-found',
    what: 'has expired',
    remedy: 'build it again; `retention-days` of its upload says how long it stays',
  });

const damaged = (artifact: RunArtifact, digest: string) =>
  artifactError(artifact, {
    code: 'conflict',
    what: `came with the digest ${digest}, and GitHub tells ${artifact.digest}`,
    remedy: 'run again; if it stays so, build it again',
  });

const misnamed = (artifact: RunArtifact) =>
  artifactError(artifact, {
    code: 'bad-input',
    what: `is a single file whose name ${printed(artifact.name)} would leave its folder`,
    remedy: 'let its workflow upload it under another name',
  });

const unfetched = (artifact: RunArtifact, what: string) =>
  artifactError(artifact, {
    code: 'unavailable',
    what: `cannot be downloaded (${what})`,
    remedy: 'run again later: what was done is kept',
  });

const unkept = (artifact: RunArtifact, path: string) => (error: unknown) => {
  throw artifactError(
    artifact,
    {
      code: 'unavailable',
      what: `cannot be kept at ${path} (${complaintOf(error)})`,
      remedy: 'free some space and run again',
    },
    error,
  );
};
