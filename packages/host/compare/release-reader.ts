import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finding, type ProblemCode, ReleaseError } from '@slipway/domain';
import type { ReleaseMaterial, ReleaseReader } from '@slipway/operations/ports';
import { onDisk } from '../disk.js';
import { archiveReader } from './archive.js';
import { filesBelow } from './files.js';

/** Far more than any list of files is; whoever gives an archive by mistake is told so, and it is not read whole. */
const longestText = 64 * 1024 * 1024;

/** Releases below this machine's folders; relative paths start at `folder`. */
export const releaseReader = (folder: string): ReleaseReader => ({
  read: (path) => onDisk(path, () => read(resolve(folder, path), path)),
  open: async (root, name) => archiveReader(name)?.(join(root, name)) ?? null,
});

function read(path: string, where: string): ReleaseMaterial {
  const stats = existsSync(path) ? statSync(path) : null;
  if (!stats) throw refused('not-found', 'nothing is there', where);
  if (stats.isDirectory()) return readFolder(path);
  if (!stats.isFile() || stats.size > longestText)
    throw refused('bad-input', 'is neither a folder nor a list of files', where);
  return { kind: 'text', text: readFileSync(path, 'utf8') };
}

/** A release folder keeps what is published in `assets`; what was downloaded, or collected, stands in the folder itself. */
function readFolder(path: string): ReleaseMaterial {
  const assets = join(path, 'assets');
  const root = statSync(assets, { throwIfNoEntry: false })?.isDirectory() ? assets : path;
  const files = filesBelow(root);
  return {
    kind: 'folder',
    root,
    files: files.filter(({ name }) => name !== sums),
    checksums: files.some(({ name }) => name === sums) ? readFileSync(join(root, sums), 'utf8') : null,
  };
}

const sums = 'SHA256SUMS';

const refused = (code: ProblemCode, what: string, where: string): ReleaseError => {
  const finding: Finding = {
    code,
    severity: 'error',
    what,
    where,
    remedy: 'give a release folder, a SHA256SUMS or a release.json',
  };
  return new ReleaseError([finding]);
};
