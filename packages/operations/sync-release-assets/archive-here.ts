import { type Digest, type Finding, ReleaseError } from '@slipway/domain';
import type { ArchivePlace, ReleaseFiles } from '../ports/index.js';
import type { ArchiveWish } from './archive.js';
import type { ReleaseWish } from './wish.js';

export interface ArchivePorts {
  readonly files: ReleaseFiles;
  readonly place: ArchivePlace;
}

export interface ArchiveReport {
  readonly schema: 1;
  /** `already-archived`: these bytes stood there. `refused`: nothing was written. */
  readonly outcome: 'archived' | 'already-archived' | 'refused';
  /** Absolute. */
  readonly path: string;
  /** How many are in it. */
  readonly files: number;
  /** Bytes, of the archive as what follows; `null` where it was refused. */
  readonly size: number | null;
  readonly digest: Digest | null;
  readonly findings: readonly Finding[];
}

/** The archive that a sync of the same files would upload, put on this machine. */
export async function archiveHere(
  { files, place }: ArchivePorts,
  wish: ArchiveWish & Pick<ReleaseWish, 'ifExists'>,
): Promise<ArchiveReport> {
  const nothing = { schema: 1, path: place.path, files: 0, size: null, digest: null } as const;
  try {
    const { files: all, findings } = await files.choose(wish.name);
    // What was made before, where the files are, is not packed into itself.
    const chosen = all.filter(({ file }) => file !== place.path);
    if (chosen.length === 0) return { ...nothing, outcome: 'refused', findings: [...findings, noFiles] };
    const made = await files.archive(wish.name, chosen, wish.time);
    const { size, digest } = made;
    const archived = { ...nothing, files: chosen.length, size, digest, findings } as const;
    const standing = await place.standing();
    if (standing === digest && wish.ifExists !== 'replace') return { ...archived, outcome: 'already-archived' };
    if (standing !== null && wish.ifExists === 'fail')
      return { ...archived, outcome: 'refused', findings: [...findings, differing(place.path, standing)] };
    await place.put(made);
    return { ...archived, outcome: 'archived' };
  } catch (error) {
    if (error instanceof ReleaseError) return { ...nothing, outcome: 'refused', findings: error.findings };
    throw error;
  } finally {
    await files.discard();
  }
}

/** The report for people, findings apart. */
export function archiveText({ outcome, path, files, size, digest }: ArchiveReport): readonly string[] {
  const what = `${path} (${files} ${files === 1 ? 'file' : 'files'}, ${size} bytes, ${digest})`;
  return outcome === 'refused' ? [] : [`${outcome === 'archived' ? 'archived' : 'already archived'}: ${what}`];
}

const noFiles: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'there are no files to pack',
  where: 'files',
  remedy: 'let the patterns match at least one file',
};

const differing = (path: string, standing: Digest): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `a file with other bytes is there (${standing})`,
  where: path,
  remedy: 'let if-exists be skip-identical to replace what differs, or choose another name',
});
