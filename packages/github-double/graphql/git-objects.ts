import { readTag } from '../git/commits.js';
import { entryAt, readTree } from '../git/trees.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { Source } from './source.js';

/** `HEAD:src/a.txt`, `main`, or the name of an object. */
export function objectAt(repository: Repository, expression: string): Source | null {
  const { git } = repository;
  const [revision = '', ...path] = expression.split(':');
  const commit = git.resolve(revision);
  if (path.length === 0) return gitObject(repository, commit?.sha ?? revision);
  const entry = commit && entryAt(git.objects, commit.tree, path.join(':'));
  return entry && gitObject(repository, entry.sha);
}

const entriesOf = (repository: Repository, tree: string): readonly Source[] =>
  (readTree(repository.git.objects, tree) ?? []).map(({ path, sha, type, mode }) => ({
    __typename: 'TreeEntry',
    name: path,
    oid: sha,
    type,
    mode: Number.parseInt(mode, 8),
    object: () => gitObject(repository, sha),
  }));

/** `null` where there is no such object. */
export function gitObject(repository: Repository, sha: string): Source | null {
  const { objects, history } = repository.git;
  const common = { oid: sha, abbreviatedOid: sha.slice(0, 7), id: `${nodeId('C', repository.id)}:${sha}` };
  switch (objects.typeOf(sha)) {
    case 'commit': {
      const commit = history.commit(sha);
      if (!commit) return null;
      const { message, tree, author, committer } = commit;
      return {
        __typename: 'Commit',
        ...common,
        message,
        messageHeadline: message.split('\n')[0] ?? '',
        authoredDate: stamp(author.date),
        committedDate: stamp(committer.date),
        tree: () => gitObject(repository, tree),
      };
    }
    case 'tag': {
      const tag = readTag(objects, sha);
      return (
        tag && {
          __typename: 'Tag',
          ...common,
          name: tag.tag,
          message: tag.message,
          target: () => gitObject(repository, tag.object),
        }
      );
    }
    case 'tree':
      return { __typename: 'Tree', ...common, entries: () => entriesOf(repository, sha) };
    case 'blob': {
      const data = objects.readAs('blob', sha) ?? Buffer.alloc(0);
      return {
        __typename: 'Blob',
        ...common,
        byteSize: data.length,
        isBinary: data.includes(0),
        isTruncated: false,
        text: data.includes(0) ? null : data.toString('utf8'),
      };
    }
    default:
      return null;
  }
}
