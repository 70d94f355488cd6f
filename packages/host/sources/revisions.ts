import { type Commit, isMeant, type RevisionNames, type Revisions } from '@slipway/operations/orchestrate-chain';
import type { Git } from './git.js';

export type Lookup =
  | { readonly status: 'found'; readonly revisions: Revisions }
  | { readonly status: 'failed'; readonly complaint: string };

/** Looks up commit, tag and ref with one git process. */
export async function lookUp(git: Git, gitDir: string, { commit = '', tag, ref }: RevisionNames): Promise<Lookup> {
  const answer = await commitsAt(git, gitDir, [commit, `refs/tags/${tag}`, ...branchesOf(ref)]);
  if (answer.status === 'failed') return answer;
  const [pinned = null, tagged = null, ...referred] = answer.commits;
  const revisions = {
    pinned: isMeant(pinned, commit) ? pinned : null,
    tagged,
    referred: referred.find(Boolean) ?? null,
  };
  return { status: 'found', revisions };
}

/** What is checked out; `null` before the first commit, or where git cannot tell. */
export async function headOf(git: Git, gitDir: string): Promise<Commit | null> {
  const answer = await commitsAt(git, gitDir, ['HEAD']);
  return answer.status === 'found' ? (answer.commits[0] ?? null) : null;
}

/** A folder of a commit: git's id of what is in it, and when the last commit changed that, in seconds since 1970. */
export interface Part {
  readonly tree: string;
  readonly time: number;
}

/** `null` where the commit has no such folder. */
export async function partAt(git: Git, gitDir: string, commit: string, folder: string): Promise<Part | null> {
  const [object, log] = await Promise.all([
    git([`--git-dir=${gitDir}`, 'cat-file', '--batch-check'], { input: `${commit}:${folder}\n` }),
    git([`--git-dir=${gitDir}`, '--literal-pathspecs', 'log', '-1', '--format=%ct', commit, '--', folder]),
  ]);
  const tree = object.status === 'done' ? /^([0-9a-f]+) tree \d+\n$/.exec(object.output)?.[1] : undefined;
  return tree === undefined || log.status === 'failed' ? null : { tree, time: Number(log.output) };
}

type Commits =
  | { readonly status: 'found'; readonly commits: readonly (Commit | null)[] }
  | { readonly status: 'failed'; readonly complaint: string };

/** Names go in by standard input, where none is read as an option. */
async function commitsAt(git: Git, gitDir: string, names: readonly string[]): Promise<Commits> {
  const input = names.map((name) => `${name}^{commit}\n`).join('');
  const answer = await git([`--git-dir=${gitDir}`, 'cat-file', '--batch'], { input, encoding: 'latin1' });
  return answer.status === 'failed' ? answer : { status: 'found', commits: commitsIn(answer.output) };
}

/** A checkout may know a branch only as its remote's. */
const branchesOf = (ref: string | undefined): readonly string[] =>
  ref === undefined ? [] : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/remotes/origin/${ref}`, ref];

/**
 * Reads what `git cat-file --batch` prints, one character a byte: `<id> commit <size>`, the commit's bytes and a line end, or
 * one line that ends in `missing` or `ambiguous`.
 */
function commitsIn(output: string): readonly (Commit | null)[] {
  const commits: (Commit | null)[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    const [, commit, size] = /^([0-9a-f]+) commit (\d+)$/.exec(output.slice(at, end)) ?? [];
    at = end + 1;
    if (commit === undefined) {
      commits.push(null);
      continue;
    }
    commits.push({ commit, time: timeIn(output.slice(at, at + Number(size))) });
    at += Number(size) + 1;
  }
  return commits;
}

/** Headers come first, and lines that continue one are indented: the first such line is the commit's own. */
const timeIn = (commit: string): number => Number(/^committer .* (\d+) [+-]\d+$/m.exec(commit)?.[1] ?? 0);
