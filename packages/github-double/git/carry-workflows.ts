import { forbidden, type Refusal } from '../server/refusal.js';
import type { RepositoryCall } from '../server/route.js';
import type { Caller } from '../tokens/caller.js';
import type { GitRepository } from './repository.js';
import { entryAt } from './trees.js';

/**
 * A branch or tag at a commit whose workflow files are those of no branch brings new workflows in, which takes a permission
 * of its own. GitHub says no more than 403 where it is missing (mkb79/Audible#882).
 */
export function mayCarryWorkflows(
  { repository: { git }, caller }: Pick<RepositoryCall, 'repository' | 'caller'>,
  ref: string,
  sha: string,
): boolean {
  if (!/^refs\/(heads|tags)\//.test(ref)) return true;
  const carried = workflowsAt(git, sha);
  if (carried === null || isTrusted(caller)) return true;
  return git.refs.list('refs/heads/').some((branch) => workflowsAt(git, branch.sha) === carried);
}

function isTrusted(caller: Caller): boolean {
  if (caller.kind === 'anonymous' || caller.kind === 'app') return false;
  return caller.kind === 'classic' ? caller.scopes.includes('workflow') : caller.permissions.workflows === 'write';
}

export const workflowsRefusal = ({ kind }: Caller): Refusal =>
  forbidden(
    kind === 'installation' || kind === 'workflow'
      ? 'Resource not accessible by integration'
      : 'Resource not accessible by personal access token',
  );

/** The name of the folder's tree; `null` where there is none. */
function workflowsAt(git: GitRepository, sha: string): string | null {
  const tree = git.history.commit(git.peel(sha))?.tree;
  return tree === undefined ? null : (entryAt(git.objects, tree, '.github/workflows')?.sha ?? null);
}
