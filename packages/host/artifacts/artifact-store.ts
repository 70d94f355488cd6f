import {
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { type Artifact, type Digest, ReleaseError, hexOf, printed } from '@slipway/domain';
import type { ArtifactSink, ArtifactStore } from '@slipway/operations/ports';
import { ifThere, onDisk } from '../disk.js';
import { hashedAside } from '../archives/growing-file.js';
import { writeHashed } from '../archives/write-hashed.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import { checkedPath } from './paths.js';
import { digestOfBytes, digestOfFile } from './digest-of-file.js';
import { atOnce, chunksOf, type Content, damaged, verifiedContent } from './verified.js';

export interface FileArtifactStore extends ArtifactStore, ArtifactSink {
  /** Copies files below `root` into the store, in the order of `paths`. Refuses what is no file, and links that lead out of `root`. */
  add(root: string, paths: readonly string[]): Promise<readonly Artifact[]>;
  /** Copies artifacts to their paths below `folder`, verified, mode 0644. */
  placeIn(folder: string, artifacts: readonly Artifact[]): Promise<void>;
  /** The bytes of an artifact, verified. */
  open(artifact: Artifact): Content;
}

/**
 * Keeps bytes by digest: `<folder>/sha256/<2 digits>/<62 digits>`, read-only. A file appears by one rename, so that what is there
 * is whole; adding it again replaces it, which repairs a damaged one.
 */
export function artifactStore(folder: string): FileArtifactStore {
  const incoming = join(folder, 'incoming');
  const pathOf = (digest: Digest): string => {
    const hex = checkedPath(hexOf(digest), folder);
    return join(folder, 'sha256', hex.slice(0, 2), hex.slice(2));
  };

  async function add(root: string, path: string): Promise<Artifact> {
    const source = fileBelow(root, path);
    const { size } = statSync(source);
    return { path, ...(size <= atOnce ? addBytes(readFileSync(source)) : await addStream(chunksOf(source))) };
  }

  /** What is there already and undamaged is left alone: a build often makes what an earlier one made. */
  function addBytes(bytes: Buffer): Kept {
    const digest = digestOfBytes(bytes);
    const target = pathOf(digest);
    if (ifThere(() => readFileSync(target))?.equals(bytes)) return { size: bytes.length, digest };
    const draft = join(incoming, unfinishedName(''));
    try {
      writeFileSync(draft, bytes, create);
      return moved(draft, { size: bytes.length, digest });
    } catch (error) {
      ifThere(() => unlinkSync(draft));
      throw error;
    }
  }

  async function addStream(content: AsyncIterable<Uint8Array>): Promise<Kept> {
    const draft = join(incoming, unfinishedName(''));
    try {
      return moved(draft, await writeDraft(content, draft));
    } catch (error) {
      ifThere(() => unlinkSync(draft));
      throw error;
    }
  }

  function moved(draft: string, kept: Kept): Kept {
    const target = pathOf(kept.digest);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(draft, target);
    return kept;
  }

  let isSwept = false;
  function sweepOnce(): void {
    if (isSwept) return;
    mkdirSync(incoming, { recursive: true });
    sweepUnfinished(incoming, '');
    isSwept = true;
  }

  /** A file that is made takes some disks a millisecond: other builds are not kept waiting for it. */
  async function place(target: string, artifact: Artifact): Promise<void> {
    await mkdir(dirname(target), { recursive: true });
    const content = verifiedContent(pathOf(artifact.digest), artifact);
    if (Buffer.isBuffer(content)) await writeFile(target, content, { mode: 0o644 });
    else await cloneVerified(pathOf(artifact.digest), target, artifact);
  }

  return {
    async holds(artifacts) {
      for (const { digest } of artifacts) if ((await digestOfFile(pathOf(digest))) !== digest) return false;
      return true;
    },
    add: (root, paths) =>
      onDisk(folder, async () => {
        sweepOnce();
        const artifacts: Artifact[] = [];
        for (const path of paths) artifacts.push(await add(root, checkedPath(path, root)));
        return artifacts;
      }),
    take: (path, content) =>
      onDisk(folder, async () => {
        sweepOnce();
        return { path: checkedPath(path, folder), ...(await addStream(content)) };
      }),
    placeIn: (target, artifacts) =>
      onDisk(target, async () => {
        for (const artifact of artifacts) await place(join(target, checkedPath(artifact.path, target)), artifact);
      }),
    open: (artifact) => verifiedContent(pathOf(artifact.digest), artifact),
  };
}

/** The real path of a file; a link is followed as long as it stays below `root`. */
function fileBelow(root: string, path: string): string {
  const real = ifThere(() => realpathSync.native(join(root, path)));
  if (real !== null && !real.startsWith(realpathSync.native(root) + sep))
    throw refused(root, path, 'is a link that leads out of the folder');
  if (real === null || !statSync(real).isFile()) throw refused(root, path, 'is no file');
  return real;
}

const refused = (root: string, path: string, what: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `the artifact ${printed(path)} ${what}`,
      where: root,
      remedy: 'let the build copy the file to this place, or let the patterns leave it out',
    },
  ]);

type Kept = Pick<Artifact, 'size' | 'digest'>;

const create = { flag: 'wx', mode: 0o444 } as const;

/** Copies and hashes in one go, so that the digest is that of the copy even where the file changes meanwhile. */
async function writeDraft(content: AsyncIterable<Uint8Array>, draft: string): Promise<Kept> {
  const kept = await writeHashed(draft, content, { hashed: hashedAside });
  chmodSync(draft, create.mode);
  return kept;
}

/** A clone shares the store's blocks where the file system can; what is verified is the copy. */
async function cloneVerified(source: string, target: string, artifact: Artifact): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await chmod(target, 0o644);
  if ((await digestOfFile(target)) !== artifact.digest) throw damaged(artifact, source);
}
