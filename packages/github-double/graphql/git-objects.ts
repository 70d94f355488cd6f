import { readTag } from '../git/commits.js';
import type { Repository } from '../repositories/repository.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { Source } from './objects.js';

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
      return { __typename: 'Tree', ...common };
    case 'blob': {
      const data = objects.readAs('blob', sha) ?? Buffer.alloc(0);
      return {
        __typename: 'Blob',
        ...common,
        byteSize: data.length,
        isBinary: data.includes(0),
        text: data.includes(0) ? null : data.toString('utf8'),
      };
    }
    default:
      return null;
  }
}
