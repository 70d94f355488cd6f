import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usesIn } from './workflow.js';

/** Where an action or a reusable workflow of another repository lies, as a folder of that repository's files. */
export type Source = (repository: string, ref: string) => string | null;

/** Something that a workflow uses and nobody has. */
export class UnknownAction extends Error {}

/**
 * All that a workflow uses of other repositories, with what that uses in turn: `owner/repo@ref` → folder. Throws
 * `UnknownAction` for what `source` does not have.
 */
export function collectUses(workspace: string, workflow: string, source: Source): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const visited = new Set<string>();
  const visit = (root: string, path: string): void => {
    const file = fileAt(root, path);
    if (file === null || visited.has(file)) return;
    visited.add(file);
    for (const used of usesIn(readFileSync(file, 'utf8'))) {
      if (used.startsWith('./')) visit(root, used);
      else if (!used.startsWith('docker://')) visitRemote(used);
    }
  };
  const visitRemote = (used: string): void => {
    const [, repository = '', path = '', ref = ''] = /^([^/@]+\/[^/@]+)\/?([^@]*)@(.+)$/.exec(used) ?? [];
    const folder = folders.get(`${repository}@${ref}`) ?? source(repository, ref);
    if (folder === null) {
      throw new UnknownAction(`${used}: give a folder for ${repository}, or put it into the world as a repository`);
    }
    folders.set(`${repository}@${ref}`, folder);
    visit(folder, path);
  };
  visit(workspace, workflow);
  return folders;
}

/** A workflow is a file, an action a folder with one. */
const fileAt = (root: string, path: string): string | null =>
  (/\.ya?ml$/.test(path) ? [path] : [join(path, 'action.yml'), join(path, 'action.yaml')])
    .map((one) => join(root, one))
    .find(existsSync) ?? null;
