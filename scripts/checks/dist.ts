// dist, as git has it, is what the sources make: built anew in an empty folder elsewhere, it has the same files, byte for
// byte and mode for mode; the working tree stays as it is. Where it was built just now, its folder may be named instead: `dist.ts dist`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Path in dist, and `<git's mode> <git's object id>`. */
export type Listing = ReadonlyMap<string, string>;

export const differences = (built: Listing, committed: Listing): readonly string[] =>
  [...new Set([...built.keys(), ...committed.keys()])].sort().flatMap((path) => {
    if (!committed.has(path)) return [`dist/${path} is not in git`];
    if (!built.has(path)) return [`dist/${path} is in git, but no longer built`];
    return built.get(path) === committed.get(path) ? [] : [`dist/${path} differs`];
  });

/** What git will commit, which is what it has committed unless something is staged. */
function committedIn(root: string): Listing {
  const lines = execFileSync('git', ['ls-files', '--stage', '-z', 'dist'], { cwd: root, encoding: 'utf8' });
  return new Map(
    lines
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [facts = '', path = ''] = line.split('\t');
        const [mode = '', id = ''] = facts.split(' ');
        return [path.slice('dist/'.length), `${mode} ${id}`];
      }),
  );
}

function builtFrom(root: string): Listing {
  const out = mkdtempSync(join(tmpdir(), 'slipway-dist-'));
  try {
    execFileSync(process.execPath, ['scripts/bundle.ts', out], { cwd: root, stdio: 'inherit' });
    return filesIn(out);
  } finally {
    rmSync(out, { recursive: true });
  }
}

function filesIn(folder: string): Listing {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  const args = ['hash-object', '--no-filters', '--stdin-paths'];
  const input = paths.map((path) => join(folder, path)).join('\n'); // git may read others from the repository's root
  const ids = execFileSync('git', args, { input, encoding: 'utf8' });
  const lines = ids.trim().split('\n');
  return new Map(paths.map((path, index) => [path, `${modeOf(join(folder, path))} ${lines[index]}`]));
}

const modeOf = (path: string): string => ((statSync(path).mode & 0o100) === 0 ? '100644' : '100755');

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const folder = process.argv[2];
  const built = folder === undefined ? builtFrom(root) : filesIn(resolve(folder));
  const found = differences(built, committedIn(root));
  for (const difference of found) console.error(difference);
  if (found.length > 0) console.error('run npm run build, and commit dist');
  process.exitCode = found.length > 0 ? 1 : 0;
}
