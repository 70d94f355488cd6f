import type { Repository } from '../repositories/repository.js';
import { repositoryUrl } from '../repositories/json.js';
import { stamp } from '../time/stamp.js';
import { nodeId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Commit, Signature, TagObject } from './commits.js';
import type { ObjectType } from './objects.js';
import type { TreeEntry } from './trees.js';

/** Git objects have no number; GitHub's global ids of them hold the repository's and the object's name. */
const gitNodeId = (kind: string, repository: Repository, name: string): string =>
  `${nodeId(kind, repository.id)}:${Buffer.from(name).toString('base64url')}`;

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

const personJson = ({ name, email, date }: Signature): object => ({ name, email, date: stamp(date) });

export function refJson(world: World, repository: Repository, name: string, sha: string): object {
  const url = repositoryUrl(world, repository);
  const type = repository.git.objects.typeOf(sha) ?? 'commit';
  return {
    ref: name,
    node_id: gitNodeId('REF', repository, name),
    url: `${url}/git/${name}`,
    object: { sha, type, url: objectUrl(world, repository, type, sha) },
  };
}

export const objectUrl = (world: World, repository: Repository, type: ObjectType, sha: string): string =>
  `${repositoryUrl(world, repository)}/git/${type}s/${sha}`;

/** `git-commit`: the object as git has it. */
export function gitCommitJson(world: World, repository: Repository, commit: Commit): object {
  const { sha, tree, parents, author, committer, message } = commit;
  return {
    sha,
    node_id: gitNodeId('C', repository, sha),
    url: objectUrl(world, repository, 'commit', sha),
    html_url: `${world.urls.server}/${repository.fullName}/commit/${sha}`,
    author: personJson(author),
    committer: personJson(committer),
    tree: { sha: tree, url: objectUrl(world, repository, 'tree', tree) },
    message,
    parents: parents.map((parent) => ({
      sha: parent,
      url: objectUrl(world, repository, 'commit', parent),
      html_url: `${world.urls.server}/${repository.fullName}/commit/${parent}`,
    })),
    verification: unsigned,
  };
}

/** `commit`: as the lists of commits have it. Nobody's address belongs to an account here. */
export function commitJson(world: World, repository: Repository, commit: Commit): object {
  const { sha, tree, parents, author, committer, message } = commit;
  const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
  const html = `${world.urls.server}/${repository.fullName}/commit`;
  return {
    sha,
    node_id: gitNodeId('C', repository, sha),
    url,
    html_url: `${html}/${sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: objectUrl(world, repository, 'commit', sha),
      author: personJson(author),
      committer: personJson(committer),
      message,
      comment_count: 0,
      tree: { sha: tree, url: objectUrl(world, repository, 'tree', tree) },
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${repositoryUrl(world, repository)}/commits/${parent}`,
      html_url: `${html}/${parent}`,
    })),
  };
}

export const tagObjectJson = (world: World, repository: Repository, tag: TagObject): object => ({
  node_id: gitNodeId('TA', repository, tag.sha),
  tag: tag.tag,
  sha: tag.sha,
  url: objectUrl(world, repository, 'tag', tag.sha),
  message: tag.message,
  tagger: personJson(tag.tagger),
  object: {
    sha: tag.object,
    type: tag.type,
    url: `${repositoryUrl(world, repository)}/git/${tag.type}s/${tag.object}`,
  },
  verification: unsigned,
});

export const treeJson = (world: World, repository: Repository, sha: string, entries: readonly TreeEntry[]): object => ({
  sha,
  url: objectUrl(world, repository, 'tree', sha),
  tree: entries.map((entry) => ({
    ...entry,
    ...(entry.type === 'blob' ? { size: repository.git.objects.readAs('blob', entry.sha)?.length ?? 0 } : {}),
    ...(entry.type === 'commit' ? {} : { url: objectUrl(world, repository, entry.type, entry.sha) }),
  })),
  truncated: false,
});

export const blobJson = (world: World, repository: Repository, sha: string, data: Buffer): object => ({
  sha,
  node_id: gitNodeId('B', repository, sha),
  size: data.length,
  url: objectUrl(world, repository, 'blob', sha),
  content: lines(data),
  encoding: 'base64',
});

/** GitHub breaks base64 into lines of sixty characters. */
export const lines = (data: Buffer): string => data.toString('base64').replace(/.{1,60}/g, '$&\n');
