import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ReleaseError, compareBytes } from '@slipway/domain';
import type { ArchiveMember, Staging } from '@slipway/operations/ports';
import { gzip } from '../archives/gzip.js';
import { tar } from '../archives/tar.js';
import { writeHashed } from '../archives/write-hashed.js';
import type { FileArtifactStore } from '../artifacts/artifact-store.js';
import { checkedPath } from '../artifacts/paths.js';
import { ifThere, onDisk, systemCode } from '../disk.js';

interface StagingPlace {
  readonly folder: string;
  readonly path: string;
  /** The uppermost of the folders around both that were made for this; `null` where all were there. */
  readonly made: string | null;
}

/** A release that is filled in `folder` and appears at `path`, beside it on the same file system. */
export function staging({ folder, path, made }: StagingPlace, store: FileArtifactStore): Staging {
  function target(name: string): string {
    const file = join(folder, checkedPath(name, path));
    mkdirSync(dirname(file), { recursive: true });
    return file;
  }

  return {
    archive: (name, members, time, signal) =>
      onDisk(path, async () => {
        await nextTurn(); // what else may go on does so first
        const tarred = tar(
          inOrder(members).map((member) => ({ ...member, open: () => store.open(member.artifact) })),
          time,
        );
        return { name, ...(await writeHashed(target(`assets/${name}`), gzip(tarred), { signal })) };
      }),
    write: (name, text) => onDisk(path, () => writeFileSync(target(name), text, { flag: 'wx' })),
    publish: () => onDisk(path, () => appear(folder, path)),
    discard: () =>
      onDisk(path, () => {
        rmSync(folder, { recursive: true, force: true });
        if (made !== null) removeEmpty(dirname(folder), made);
      }),
  };
}

/** Sorted by bytes, so that the archive does not depend on the order in which members are told. */
function inOrder(members: readonly ArchiveMember[]): readonly ArchiveMember[] {
  const sorted = members.toSorted((a, b) => compareBytes(a.path, b.path));
  const twice = sorted.find(({ path }, index) => path === sorted[index + 1]?.path);
  for (const { path } of sorted) checkedPath(path, 'release archive');
  if (twice)
    throw refused(
      'bad-input',
      `two files want the path ${twice.path}`,
      'release archive',
      'let the patterns find each file once',
    );
  return sorted;
}

/** Removes `folder` and those above it, up to `last`, as long as nothing is in them. */
function removeEmpty(folder: string, last: string): void {
  if (ifThere(() => readdirSync(folder))?.length !== 0) return;
  rmdirSync(folder);
  if (folder !== last) removeEmpty(dirname(folder), last);
}

/** The one rename that makes a release. It replaces an empty folder and nothing else. */
export function appear(folder: string, path: string): void {
  try {
    renameSync(folder, path);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error))) throw error;
    throw refused('conflict', 'something else stands there by now', path, 'run the same command again');
  }
}

const refused = (code: 'bad-input' | 'conflict', what: string, where: string, remedy: string): ReleaseError =>
  new ReleaseError([{ code, severity: 'error', what, where, remedy }]);
