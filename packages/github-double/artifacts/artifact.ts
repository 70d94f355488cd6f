import type { Repository } from '../repositories/repository.js';
import type { StoredBytes } from '../storage/blobs.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import { type Piece, stored } from './pieces.js';
import { zip } from './zip.js';

/** What an artifact tells of the run that made it. */
export interface Maker {
  readonly id: number;
  readonly attempt: number;
  readonly headBranch: string | null;
  readonly headSha: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly run: Maker;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** `application/zip`, or what a single file is (upload-artifact's `archive: false`). */
  readonly contentType: string;
  /** What the download is called. */
  readonly fileName: string;
  readonly bytes: StoredBytes;
}

/** An artifact's content: files that are zipped, or one file as it is. */
export type NewArtifact = { readonly name: string; readonly retentionDays?: number } & (
  | { readonly files: Readonly<Record<string, string | Piece>> }
  | { readonly file: string | Piece; readonly contentType: string }
);

/** Oldest first. */
export const artifactsOf = subject<Repository, Artifact[]>(() => []);

const day = 86_400_000;
const defaultRetention = 90;

/** A run leaves an artifact behind. One of the same name, of an earlier attempt, stays beside it. */
export function addArtifact(world: World, repository: Repository, run: Maker, artifact: NewArtifact): Artifact {
  const { name, retentionDays = defaultRetention } = artifact;
  return keepArtifact(world, repository, run, {
    name,
    expiresAt: world.clock.now() + retentionDays * day,
    ...('files' in artifact
      ? { contentType: 'application/zip', bytes: stored(zip(mapValues(artifact.files, piece))) }
      : { contentType: artifact.contentType, bytes: stored([piece(artifact.file)]) }),
  });
}

/** The same for bytes that are stored already. `expiresAt` of `null`: after GitHub's 90 days. */
export function keepArtifact(
  world: World,
  repository: Repository,
  { id, attempt, headBranch, headSha }: Maker,
  artifact: Pick<Artifact, 'name' | 'contentType' | 'bytes'> & { readonly expiresAt: number | null },
): Artifact {
  const now = world.clock.now();
  const { name, contentType } = artifact;
  const kept: Artifact = {
    ...artifact,
    id: world.ids.next(),
    run: { id, attempt, headBranch, headSha },
    createdAt: now,
    expiresAt: artifact.expiresAt ?? now + defaultRetention * day,
    fileName: contentType === 'application/zip' && !name.endsWith('.zip') ? `${name}.zip` : name,
  };
  artifactsOf(repository).push(kept);
  return kept;
}

export function removeArtifact(repository: Repository, artifact: Artifact): void {
  const artifacts = artifactsOf(repository);
  artifacts.splice(artifacts.indexOf(artifact), 1);
}

/** What a run has left behind goes with it. */
export function removeArtifactsOf(repository: Repository, run: number): void {
  for (const artifact of artifactsOf(repository).filter((one) => one.run.id === run))
    removeArtifact(repository, artifact);
}

const piece = (content: string | Piece): Piece => (typeof content === 'string' ? Buffer.from(content) : content);

const mapValues = <From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
