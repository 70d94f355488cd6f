import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import { bytes, created, ok } from '../server/answer.js';
import { badRequest, conflict, found, notFound, Refusal } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import type { World } from '../world/world.js';
import { gitCommitJson, lines, objectUrl } from './json.js';
import { moveRef } from './move-ref.js';
import { signature } from './object-routes.js';
import { entryAt, readTree, type TreeEntry } from './trees.js';

interface Change {
  params: { path: string };
  body: { message: string; sha?: string; branch?: string; content?: string };
}

const createsContent = { createsContent: true };

/** Files by the contents API: read at any ref, written as commits of their own. */
export const contentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/contents/{path}': inRepository<{ params: { path: string }; query: { ref?: string } }>(
    'contents:read',
    ({ world, repository, params, query, headers }) => {
      const ref = query.ref ?? repository.git.defaultBranch;
      const commit = repository.git.resolve(ref);
      if (!commit) throw query.ref === undefined ? notFound() : new Refusal(404, `No commit found for the ref ${ref}`);
      const entry = found(entryAt(repository.git.objects, commit.tree, params.path));
      const accept = String(headers['accept'] ?? '');
      if (entry.type === 'blob' && accept.includes('raw')) {
        return bytes(
          found(repository.git.objects.readAs('blob', entry.sha)),
          'application/vnd.github.raw+json; charset=utf-8',
        );
      }
      if (entry.type !== 'tree') return ok(entryJson(world, repository, ref, entry, 'full'));
      const children = found(readTree(repository.git.objects, entry.sha));
      const path = entry.path === '' ? '' : `${entry.path}/`;
      return ok(
        children.map((child) => entryJson(world, repository, ref, { ...child, path: path + child.path }, 'listed')),
      );
    },
  ),

  'PUT /repos/{owner}/{repo}/contents/{path}': inRepository<Change>('contents:write', put, createsContent),

  'DELETE /repos/{owner}/{repo}/contents/{path}': inRepository<Change>(
    'contents:write',
    (call) => {
      const before = found(entryBefore(call));
      if (before.sha !== call.body.sha) throw mismatch(call.params.path, call.body.sha ?? '');
      const commit = commitChange(call, null);
      return ok({ content: null, commit: gitCommitJson(call.world, call.repository, commit) });
    },
    createsContent,
  ),
};

function put(call: RepositoryCall<Change>) {
  const { world, repository, params, body } = call;
  const before = entryBefore(call);
  if (before && body.sha === undefined) throw badSha(`"sha" wasn't supplied.`);
  if (before && before.sha !== body.sha) throw mismatch(params.path, body.sha ?? '');
  const commit = commitChange(call, Buffer.from(body.content ?? '', 'base64'));
  const entry = found(entryAt(repository.git.objects, commit.tree, params.path));
  const json = {
    content: entryJson(world, repository, branchOf(call), entry, 'listed'),
    commit: gitCommitJson(world, repository, commit),
  };
  return before ? ok(json) : created(json);
}

const branchOf = ({ repository, body }: RepositoryCall<Change>): string => body.branch ?? repository.git.defaultBranch;

function entryBefore(call: RepositoryCall<Change>): TreeEntry | null {
  const { repository, params } = call;
  const branch = branchOf(call);
  const head = repository.git.branch(branch);
  if (head === null && !repository.git.isEmpty()) throw new Refusal(404, `Branch ${branch} not found`);
  const tree = head === null ? null : repository.git.history.commit(head)?.tree;
  return tree ? entryAt(repository.git.objects, tree, params.path) : null;
}

function commitChange(call: RepositoryCall<Change>, content: Buffer | null) {
  const { repository, params, body } = call;
  if (params.path === '' || params.path.split('/').includes('..'))
    throw badRequest('path contains a malformed path component');
  const branch = branchOf(call);
  const parent = repository.git.branch(branch);
  const sha = repository.git.commitFiles(parent, { [params.path]: content }, body.message, signature(call));
  moveRef(call, `refs/heads/${branch}`, sha);
  return found(repository.git.history.commit(sha));
}

const badSha = (sentence: string): Refusal => new Refusal(422, `Invalid request.\n\n${sentence}`);
const mismatch = (path: string, sha: string): Refusal => conflict(`${path} does not match ${sha}`);

const kinds = { blob: 'file', tree: 'dir', commit: 'submodule' } as const;

/** `full` has the file's content; GitHub leaves out that of files above 1 MiB. */
function entryJson(
  world: World,
  repository: Repository,
  ref: string,
  entry: TreeEntry,
  detail: 'full' | 'listed',
): object {
  const { path, sha, type, mode } = entry;
  const data = type === 'blob' ? repository.git.objects.readAs('blob', sha) : null;
  const url = `${repositoryUrl(world, repository)}/contents/${encodeURI(path)}?ref=${encodeURIComponent(ref)}`;
  const html = `${world.urls.server}/${repository.fullName}`;
  const git = objectUrl(world, repository, type, sha);
  const page = `${html}/${type === 'tree' ? 'tree' : 'blob'}/${ref}/${encodeURI(path)}`;
  const small = data !== null && data.length <= 1024 * 1024;
  return {
    name: path.split('/').at(-1),
    path,
    sha,
    size: data?.length ?? 0,
    url,
    html_url: page,
    git_url: git,
    download_url: type === 'blob' ? `${html}/raw/${ref}/${encodeURI(path)}` : null,
    type: mode === '120000' ? 'symlink' : kinds[type],
    ...(mode === '120000' ? { target: data?.toString() ?? '' } : {}),
    ...(type === 'commit' ? { submodule_git_url: '' } : {}),
    ...(detail === 'full' && type === 'blob' && mode !== '120000'
      ? { content: small ? lines(data) : '', encoding: small ? 'base64' : 'none' }
      : {}),
    _links: { self: url, git, html: page },
  };
}
