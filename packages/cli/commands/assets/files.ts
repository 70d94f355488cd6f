import { resolve } from 'node:path';
import { ReleaseError } from '@slipway/domain';
import { everything, type FilesEvent, releaseFiles } from '@slipway/host';
import type { ReleaseFiles } from '@slipway/operations/ports';
import type { Shell } from '../../shell.js';
import type { FileFlags } from './flags.js';

/** The folder that patterns are relative to. */
export const rootOf = ({ directory = '.' }: FileFlags, { folder }: Shell): string => resolve(folder, directory);

/** The files that are asked for. */
export function filesOf(flags: FileFlags, shell: Shell, told: (event: FilesEvent) => void): ReleaseFiles {
  if (flags.files === undefined && flags.directory === undefined)
    throw new ReleaseError([
      {
        code: 'bad-input',
        severity: 'error',
        what: 'nothing says which files are meant',
        where: '--files',
        remedy: "give --files 'dist/*', or --directory for all that is in a folder",
      },
    ]);
  return releaseFiles({ root: rootOf(flags, shell), patterns: flags.files ?? everything, told });
}
