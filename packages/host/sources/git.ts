import { execFile } from 'node:child_process';
import { endTree } from '../processes/tree.js';

export type GitAnswer =
  { readonly status: 'done'; readonly output: string } | { readonly status: 'failed'; readonly complaint: string };

export interface GitCall {
  /** Written to its standard input. */
  readonly input?: string;
  /** Where it runs; by default the root folder, so that it finds no repository by chance. */
  readonly folder?: string;
  /** How its output is read; `latin1` keeps one character for each byte. */
  readonly encoding?: 'utf8' | 'latin1';
  readonly signal?: AbortSignal;
}

/** Runs git with an argument array. Never rejects: what git complains of is an answer. */
export type Git = (args: readonly string[], call?: GitCall) => Promise<GitAnswer>;

/** Git as we need it: it asks nothing, runs no hooks, and its user's settings do not change what is checked out. Ends when told to. */
export function gitWith(environment: Readonly<Record<string, string>>, interrupt?: AbortSignal): Git {
  const env = gitEnvironment(environment);
  return (args, { input = '', folder = '/', encoding = 'utf8', signal = interrupt } = {}) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve({ status: 'failed', complaint: 'ended before it began' });
      const options = { cwd: folder, env, encoding, maxBuffer: 64 << 20 };
      const end = (): void => void (child.pid && endTree(child.pid)); // git has others fetch, and they have ssh
      signal?.addEventListener('abort', end, { once: true });
      const child = execFile('git', [...settings, ...args], options, (error, output, errors) => {
        signal?.removeEventListener('abort', end);
        resolve(
          error ? { status: 'failed', complaint: complaint(errors) ?? error.message } : { status: 'done', output },
        );
      });
      child.stdin?.on('error', () => {}); // EPIPE: it ended before it had read all, and says why itself
      child.stdin?.end(input);
    });
}

const settings = Object.entries({
  'core.hooksPath': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.autocrlf': 'false',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  'advice.detachedHead': 'false',
  'log.showSignature': 'false',
  // A mirror that is tidied up in the background might lose what a build's checkout still borrows.
  'gc.auto': '0',
  'maintenance.auto': 'false',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** What ties git to a repository other than the one we name (`git rev-parse --local-env-vars`): set inside hooks. */
const ties = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

const gitEnvironment = (environment: Readonly<Record<string, string>>): Record<string, string> => ({
  // Not `ext::`, which runs commands; files are what submodules of local repositories need. The user's word wins.
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !ties.has(name))),
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
});

/** Git's own words for what went wrong, without the hints around them. */
function complaint(errors: string): string | undefined {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const line =
    lines.find((each) => each.startsWith('fatal: ')) ??
    lines.find((each) => each.startsWith('error: ')) ??
    lines.at(-1);
  return line?.replace(/^(fatal|error): /, '').trim();
}
