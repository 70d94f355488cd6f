// No file of ours holds a path that exists on one machine only.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Lines that hold one of the folders, or somebody's home; only tests may make homes up. */
export function machinePaths(path: string, text: string, folders: readonly string[]): readonly number[] {
  const home = path.endsWith('.test.ts') ? /(?!)/ : /(?<![\w.~-])\/(?:home|Users)\/[a-z][\w.-]*\//i;
  const lines = text.split('\n');
  return lines.flatMap((line, index) =>
    home.test(line) || folders.some((folder) => line.includes(folder)) ? [index + 1] : [],
  );
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
  // A home as short as root's would be found in the middle of honest text.
  const folders = [root, homedir()].filter((folder) => folder.split('/').length > 2);
  const there = files.filter((file) => file !== '' && existsSync(join(root, file))); // not what was deleted just now
  const found = there.flatMap((file) =>
    machinePaths(file, readFileSync(join(root, file), 'utf8'), folders).map((line) => `${file}:${line}`),
  );
  for (const place of found) console.error(place);
  process.exitCode = found.length > 0 ? 1 : 0;
}
