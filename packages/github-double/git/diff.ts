import { execFileSync } from 'node:child_process';
import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import type { World } from '../world/world.js';
import type { GitRepository } from './repository.js';

interface DiffEntry {
  readonly additions: number;
  readonly deletions: number;
}

/** What git calls the tree with nothing in it; every git knows it. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const statuses: Readonly<Record<string, string>> = { A: 'added', D: 'removed', M: 'modified', T: 'changed' };

/** `diff-entry` of each file that differs, as git itself finds them; renames read as removed and added. */
export function diffEntries(
  world: World,
  repository: Repository,
  from: string | null,
  to: string,
): (DiffEntry & object)[] {
  const { git } = repository;
  const raw = diffTree(git, '--raw', from ?? emptyTree, to);
  const counts = new Map(
    diffTree(git, '--numstat', from ?? emptyTree, to)
      .map((line) => line.split('\t'))
      .map(([added, deleted, name]) => [name, { added, deleted }]),
  );
  const html = `${world.urls.server}/${repository.fullName}`;
  const entries = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [, , before, after, letter = 'M'] = (raw[at] ?? '').split(' ');
    const filename = raw[at + 1] ?? '';
    const { added, deleted } = counts.get(filename) ?? {};
    const [additions, deletions] = [Number(added) || 0, Number(deleted) || 0]; // `-` for binary files
    entries.push({
      sha: letter === 'D' ? before : after,
      filename,
      status: statuses[letter] ?? 'modified',
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${html}/blob/${to}/${encodeURI(filename)}`,
      raw_url: `${html}/raw/${to}/${encodeURI(filename)}`,
      contents_url: `${repositoryUrl(world, repository)}/contents/${encodeURI(filename)}?ref=${to}`,
    });
  }
  return entries;
}

const told = new Map<string, readonly string[]>();

/** Of two commits git says the same whenever it is asked, in whichever repository; to start it takes longer than the rest of an answer. */
function diffTree(git: GitRepository, format: '--raw' | '--numstat', from: string, to: string): readonly string[] {
  const args = ['diff-tree', '-r', '-z', '--no-renames', format, from, to];
  const key = args.join(' ');
  const fields = told.get(key) ?? execFileSync('git', ['-C', git.onDisk(), ...args], { encoding: 'utf8' }).split('\0');
  told.set(key, fields);
  return fields;
}

export function statsOf(files: readonly DiffEntry[]): object {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
}
