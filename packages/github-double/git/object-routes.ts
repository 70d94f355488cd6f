import { created, ok } from '../server/answer.js';
import { found, notFound, unprocessable } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { actorOf } from '../tokens/caller.js';
import { readTag, type Signature, writeCommit, writeTag } from './commits.js';
import { blobJson, gitCommitJson, objectUrl, tagObjectJson, treeJson } from './json.js';
import type { ObjectType } from './objects.js';
import { notEmpty } from './ref-routes.js';
import { changeTree, type Mode, readTree, type TreeChange, walkTree, writeTree } from './trees.js';

interface NewBlob {
  body: { content: string; encoding?: string };
}

interface NewTree {
  body: {
    tree: readonly { path?: string; mode?: Mode; type?: string; sha?: string | null; content?: string }[];
    base_tree?: string;
  };
}

interface NewCommit {
  body: { message: string; tree: string; parents?: readonly string[]; author?: Person; committer?: Person };
}

interface NewTag {
  body: { tag: string; message: string; object: string; type: string; tagger?: Person };
}

interface Person {
  readonly name?: string;
  readonly email?: string;
  readonly date?: string;
}

const createsContent = { createsContent: true };

/** Blobs, trees, commits and annotated tags by the git data API. */
export const objectRoutes: Routes = {
  'POST /repos/{owner}/{repo}/git/blobs': inRepository<NewBlob>(
    'contents:write',
    (call) => {
      const { world, repository, body } = call;
      notEmpty(call);
      const sha = repository.git.objects.write(
        'blob',
        Buffer.from(body.content, body.encoding === 'base64' ? 'base64' : 'utf8'),
      );
      call.did('blob-created', { sha });
      const url = objectUrl(world, repository, 'blob', sha);
      return created({ sha, url }, url);
    },
    createsContent,
  ),

  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': inRepository<{ params: { file_sha: string } }>(
    'contents:read',
    (call) => {
      const { world, repository, params } = call;
      notEmpty(call);
      if (!/^[0-9a-f]{40}$/.test(params.file_sha)) {
        throw unprocessable('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
      }
      return ok(blobJson(world, repository, params.file_sha, read(call, 'blob', params.file_sha)));
    },
  ),

  'POST /repos/{owner}/{repo}/git/trees': inRepository<NewTree>(
    'contents:write',
    (call) => {
      const { world, repository, body } = call;
      const { objects } = repository.git;
      notEmpty(call);
      const base = body.base_tree === undefined ? null : treeBehind(call, body.base_tree);
      const sha =
        changeTree(
          objects,
          base,
          body.tree.map((entry) => change(call, entry)),
        ) ?? writeTree(objects, []);
      call.did('tree-created', { sha });
      return created(
        treeJson(world, repository, sha, readTree(objects, sha) ?? []),
        objectUrl(world, repository, 'tree', sha),
      );
    },
    createsContent,
  ),

  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': inRepository<{
    params: { tree_sha: string };
    query: { recursive?: string };
  }>('contents:read', (call) => {
    const { world, repository, params, query } = call;
    const { objects } = repository.git;
    notEmpty(call);
    const sha = repository.git.resolve(params.tree_sha)?.tree ?? params.tree_sha;
    const entries =
      query.recursive === undefined ? readTree(objects, sha) : readTree(objects, sha) && walkTree(objects, sha);
    return ok(treeJson(world, repository, sha, found(entries)));
  }),

  'POST /repos/{owner}/{repo}/git/commits': inRepository<NewCommit>(
    'contents:write',
    (call) => {
      const { world, repository, body } = call;
      const { objects, history } = repository.git;
      notEmpty(call);
      if (!objects.readAs('tree', body.tree)) throw unprocessable('Tree SHA does not exist');
      if (body.parents?.some((parent) => !objects.readAs('commit', parent))) {
        throw unprocessable('Parent SHA does not exist or is not a commit object');
      }
      const author = signature(call, body.author);
      const committer = body.committer ? signature(call, body.committer) : author;
      const sha = writeCommit(objects, {
        tree: body.tree,
        parents: body.parents ?? [],
        author,
        committer,
        message: body.message,
      });
      call.did('commit-created', { sha });
      return created(
        gitCommitJson(world, repository, found(history.commit(sha))),
        objectUrl(world, repository, 'commit', sha),
      );
    },
    createsContent,
  ),

  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': inRepository<{ params: { commit_sha: string } }>(
    'contents:read',
    (call) => {
      const { world, repository, params } = call;
      notEmpty(call);
      return ok(gitCommitJson(world, repository, found(repository.git.history.commit(params.commit_sha))));
    },
  ),

  'POST /repos/{owner}/{repo}/git/tags': inRepository<NewTag>(
    'contents:write',
    (call) => {
      const { world, repository, body } = call;
      notEmpty(call);
      if (repository.git.objects.typeOf(body.object) !== body.type) throw unprocessable('Object does not exist');
      const { tag, object, type, message } = body;
      const sha = writeTag(repository.git.objects, {
        tag,
        object,
        type,
        message,
        tagger: signature(call, body.tagger),
      });
      call.did('tag-object-created', { sha });
      return created(
        tagObjectJson(world, repository, found(readTag(repository.git.objects, sha))),
        objectUrl(world, repository, 'tag', sha),
      );
    },
    createsContent,
  ),

  'GET /repos/{owner}/{repo}/git/tags/{tag_sha}': inRepository<{ params: { tag_sha: string } }>(
    'contents:read',
    (call) => {
      const { world, repository, params } = call;
      notEmpty(call);
      return ok(tagObjectJson(world, repository, found(readTag(repository.git.objects, params.tag_sha))));
    },
  ),
};

const read = ({ repository }: RepositoryCall, type: ObjectType, sha: string): Buffer =>
  found(repository.git.objects.readAs(type, sha));

/** GitHub takes a commit's name for its tree's. */
function treeBehind({ repository }: Pick<RepositoryCall, 'repository'>, sha: string): string {
  const tree = repository.git.history.commit(sha)?.tree ?? sha;
  if (!repository.git.objects.readAs('tree', tree)) throw notFound();
  return tree;
}

function change(
  { repository }: Pick<RepositoryCall, 'repository'>,
  { path = '', mode = '100644', sha, content }: NewTree['body']['tree'][number],
): TreeChange {
  if (path === '' || path.split('/').some((part) => ['', '.', '..', '.git'].includes(part))) {
    throw unprocessable('tree.path contains a malformed path component');
  }
  if (content !== undefined)
    return { path, entry: { mode, sha: repository.git.objects.write('blob', Buffer.from(content)) } };
  if (sha === null) return { path, entry: null };
  if (sha === undefined) throw unprocessable('Must supply either tree.sha or tree.content');
  if (mode !== '160000' && !repository.git.objects.has(sha)) throw unprocessable(`tree.sha ${sha} is not a valid blob`);
  return { path, entry: { mode, sha } };
}

/** Whoever asks, now, where the request does not say. */
export function signature({ caller, now }: Pick<RepositoryCall, 'caller' | 'now'>, person: Person = {}): Signature {
  const { login, id } = actorOf(caller);
  const { name = login, email = `${id}+${login}@users.noreply.github.com`, date } = person;
  return { name, email, date: date === undefined ? now : Date.parse(date) };
}
