import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A git repository in a new folder, with these parts of ours and these files, committed and tagged. */
export function workflowRepository(
  parts: readonly string[],
  files: Readonly<Record<string, string>>,
  tag: string,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-repository-'));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true, filter: isSource });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(resolve(folder, path)), { recursive: true });
    writeFileSync(resolve(folder, path), text);
  }
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message=all');
  git('tag', tag);
  return folder;
}

/** Not what was built or made beside the sources. */
const isSource = (path: string): boolean => !/\/(node_modules|lib|\.slipway|\.repositories|release)(\/|$)/.test(path);
