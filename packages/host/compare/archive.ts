import type { ArchiveContents, ArchiveEntry } from '@slipway/operations/ports';
import { tarEntries } from './tar-entries.js';
import { zipEntries } from './zip-entries.js';

type ArchiveReader = (path: string) => Promise<ArchiveContents>;

/** By what their names end with; wheels and crates are such archives too. */
const readers: readonly (readonly [RegExp, (path: string) => Promise<readonly ArchiveEntry[]>])[] = [
  [/\.(tar\.gz|tgz|crate)$/i, (path) => tarEntries(path, 'gzip')],
  [/\.tar$/i, (path) => tarEntries(path, 'plain')],
  [/\.(zip|whl)$/i, zipEntries],
];

/** What reads the archive of this name; `null` where the name is of no archive that can be opened. An archive that is broken is told as a finding. */
export function archiveReader(name: string): ArchiveReader | null {
  const entriesOf = readers.find(([pattern]) => pattern.test(name))?.[1];
  if (!entriesOf) return null;
  return async (path) => {
    try {
      return { status: 'read', entries: await entriesOf(path) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        status: 'unreadable',
        finding: {
          code: 'bad-input',
          severity: 'error',
          what: `the archive cannot be read (${why}), so that its members are not compared`,
          where: path,
          remedy: 'get the file again, or pack it again',
        },
      };
    }
  };
}
