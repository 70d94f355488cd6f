import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Git, GitAnswer } from '../sources/git.js';
import { commonDirOf } from '../sources/git-dir.js';

export interface CheckoutOrder {
  /** Git directory that has the commit: only read. */
  readonly gitDir: string;
  /** What the checkout calls its origin; relative addresses of submodules start there. */
  readonly origin: string;
  readonly commit: string;
  /** Does not exist yet. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const done: GitAnswer = { status: 'done', output: '' };

/**
 * A clean checkout of the commit in a repository of its own, with the tags, submodules and LFS files. The objects are
 * borrowed, not copied. What `git clone --shared` makes is written by hand, which takes about half of its time.
 */
export async function checkOut(git: Git, order: CheckoutOrder): Promise<GitAnswer> {
  const { gitDir, commit, folder, signal } = order;
  writeRepository(order);
  const [files, tags] = await Promise.all([
    git([...withoutLfs, 'checkout', '--quiet', '--force', '--detach', commit], { folder, signal }),
    git([`--git-dir=${gitDir}`, 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags'], { signal }),
  ]);
  if (files.status === 'failed') return files;
  if (tags.status === 'failed') return tags;
  writeFileSync(join(folder, '.git', 'packed-refs'), tags.output);
  const hasSubmodules = existsSync(join(folder, '.gitmodules'));
  const hasLargeFiles = await mentionsLargeFiles(git, order);
  if (!hasSubmodules && !hasLargeFiles) return done;
  return inTurn([
    () => takeOrigin(git, order),
    ...(hasSubmodules
      ? [() => git(['submodule', '--quiet', 'update', '--init', '--recursive'], { folder, signal })]
      : []),
    ...(hasLargeFiles ? [() => git(['lfs', 'install', '--local', '--skip-repo'], { folder, signal })] : []),
    ...(hasLargeFiles ? [() => git(['lfs', 'pull'], { folder, signal })] : []),
  ]);
}

/** Where LFS files come from is known only later, so that for now their pointers will do. */
const withoutLfs = ['smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.lfs.${setting}`]);

async function inTurn(steps: readonly (() => Promise<GitAnswer>)[]): Promise<GitAnswer> {
  for (const step of steps) {
    const answer = await step();
    if (answer.status === 'failed') return answer;
  }
  return done;
}

/** gitrepository-layout(5). */
function writeRepository({ gitDir, origin, commit, folder }: CheckoutOrder): void {
  const own = join(folder, '.git');
  const common = commonDirOf(gitDir);
  mkdirSync(join(own, 'objects', 'info'), { recursive: true });
  mkdirSync(join(own, 'refs'));
  writeFileSync(join(own, 'objects', 'info', 'alternates'), `${join(common, 'objects')}\n`);
  writeFileSync(join(own, 'HEAD'), `${commit}\n`);
  writeFileSync(join(own, 'config'), configuration(origin, commit));
  const shallow = join(common, 'shallow');
  if (existsSync(shallow)) copyFileSync(shallow, join(own, 'shallow'));
}

/** Line ends stay as committed for the build's own git calls too. */
const configuration = (origin: string, commit: string): string => `[core]
	repositoryformatversion = ${commit.length === 64 ? '1' : '0'}
	filemode = true
	bare = false
	autocrlf = false
${commit.length === 64 ? '[extensions]\n\tobjectformat = sha256\n' : ''}[remote "origin"]
	url = "${origin.replace(/["\\]/g, '\\$&')}"
`;

/** A checkout of the user's has an origin of its own, and that is where submodules and LFS files are. */
async function takeOrigin(git: Git, { gitDir, origin, folder }: CheckoutOrder): Promise<GitAnswer> {
  const theirs = await git([`--git-dir=${gitDir}`, 'config', '--get', 'remote.origin.url']);
  const url = theirs.status === 'done' ? theirs.output.trimEnd() : origin;
  return git(['config', 'remote.origin.url', url], { folder });
}

/** Asked of git itself, as any folder may have a `.gitattributes`; not asked at all where git-lfs is not there. */
async function mentionsLargeFiles(git: Git, { folder, signal }: CheckoutOrder): Promise<boolean> {
  if (!(await hasLfs(git))) return false;
  const answer = await git(['grep', '--quiet', 'filter=lfs', '--', '.gitattributes', '**/.gitattributes'], {
    folder,
    signal,
  });
  return answer.status === 'done';
}

const known = new WeakMap<Git, Promise<boolean>>();

/** Asked once for each git. */
function hasLfs(git: Git): Promise<boolean> {
  const answer = known.get(git) ?? git(['lfs', 'version']).then(({ status }) => status === 'done');
  known.set(git, answer);
  return answer;
}
