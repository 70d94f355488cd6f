import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync, type Stats } from 'node:fs';
import { Readable } from 'node:stream';
import { type Artifact, ReleaseError } from '@slipway/domain';
import { ifThere } from '../disk.js';
import { digestOfBytes } from './digest-of-file.js';

/** Files up to this many bytes are read at once, which is several times faster than a stream; larger ones are never held whole. */
export const atOnce = 1024 * 1024;

/** Of what is read to be passed on: larger pieces go no faster, and those that are used up take more memory until they are collected. */
const piece = 64 * 1024;

/** The bytes of an artifact; a stream of a larger one fails at its end where they do not have the digest. */
export type Content = Buffer | { readonly stream: Readable; readonly stats: Stats };

/** The artifact's bytes from the file at `path`, verified. */
export function verifiedContent(path: string, artifact: Artifact): Content {
  const stats = ifThere(() => statSync(path));
  if (!stats) throw missing(artifact, path);
  if (stats.size !== artifact.size) throw damaged(artifact, path);
  return stats.size <= atOnce
    ? verifiedBytes(path, artifact)
    : { stream: Readable.from(verifiedChunks(path, artifact)), stats };
}

function verifiedBytes(path: string, artifact: Artifact): Buffer {
  const bytes = readFileSync(path);
  if (digestOfBytes(bytes) !== artifact.digest) throw damaged(artifact, path);
  return bytes;
}

async function* verifiedChunks(path: string, artifact: Artifact): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of chunksOf(path)) {
    hash.update(bytes);
    yield bytes;
  }
  if (`sha256:${hash.digest('hex')}` !== artifact.digest) throw damaged(artifact, path);
}

export const chunksOf = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: piece });

const missing = (artifact: Artifact, path: string): ReleaseError =>
  problem(artifact, path, 'not-found', 'is not in the store');

export const damaged = (artifact: Artifact, path: string): ReleaseError =>
  problem(artifact, path, 'conflict', `has not the bytes of ${artifact.digest}`);

const problem = (artifact: Artifact, path: string, code: 'not-found' | 'conflict', what: string): ReleaseError =>
  new ReleaseError([
    {
      code,
      severity: 'error',
      what: `the artifact ${artifact.path} ${what}`,
      where: path,
      remedy: 'build it again with --force',
    },
  ]);
