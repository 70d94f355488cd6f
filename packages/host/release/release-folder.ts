import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Finding } from '@slipway/domain';
import type { ReleaseFolder } from '@slipway/operations/ports';
import type { FileArtifactStore } from '../artifacts/artifact-store.js';
import { ifThere, onDisk } from '../disk.js';
import { obstacleTo } from '../obstacle.js';
import { sweepUnfinished, unfinishedName } from '../unfinished.js';
import { staging } from './staging.js';

/** The release folder at `path`, absolute; its archives are made of what `store` has. */
export function releaseFolder(path: string, store: FileArtifactStore): ReleaseFolder {
  const parent = dirname(path);
  const unfinished = `.${basename(path)}.unfinished.`;

  return {
    path,
    checksums: () =>
      onDisk(path, () => {
        const there = standing(path);
        if (there === 'nothing') return null;
        return there === 'folder'
          ? (ifThere(() => readFileSync(join(path, 'assets', 'SHA256SUMS'), 'utf8')) ?? '')
          : '';
      }),
    obstacle: async (existing) =>
      obstacleTo(parent) ?? (existing === 'refuse' && standing(path) === 'file' ? fileThere(path) : null),
    stage: () =>
      onDisk(parent, () => {
        const made = mkdirSync(parent, { recursive: true }) ?? null;
        sweepUnfinished(parent, unfinished);
        const folder = join(parent, unfinishedName(unfinished));
        mkdirSync(join(folder, 'assets'), { recursive: true });
        return staging({ folder, path, made }, store);
      }),
    moveAside: () => onDisk(path, () => moveAside(path)),
  };
}

/** A link that leads nowhere is in the way as a file is. */
function standing(path: string): 'nothing' | 'folder' | 'file' {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 'folder';
  return ifThere(() => lstatSync(path)) ? 'file' : 'nothing';
}

/** A folder may turn out to be the very release that is wanted; a file never does. */
const fileThere = (path: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'a file stands where the release folder is to be made',
  where: path,
  remedy: 'give another --out, or --replace to move it aside',
});

/** Renames what stands at `path`, and tells its new name beside the old one. */
export function moveAside(path: string): string {
  const aside = nextAside(dirname(path), `${basename(path)}.replaced-`);
  renameSync(path, aside);
  return aside;
}

/** One number above the highest that is there, so that the newest has the highest. */
function nextAside(parent: string, prefix: string): string {
  const numbers = readdirSync(parent).map((name) => (name.startsWith(prefix) ? Number(name.slice(prefix.length)) : 0));
  return join(parent, `${prefix}${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`);
}
