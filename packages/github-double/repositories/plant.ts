import { execFileSync } from 'node:child_process';
import type { Signature } from '../git/commits.js';
import type { RepositoryStart } from '../world/start.js';
import type { World } from '../world/world.js';
import type { Repository } from './repository.js';

/** Puts a repository into the world, with its first commits. */
export function plant(world: World, fullName: string, start: RepositoryStart): Repository {
  const { private: isPrivate = false, defaultBranch = 'main', collaborators = {} } = start;
  const repository = world.addRepository(fullName, { private: isPrivate, defaultBranch, collaborators });
  if (start.from !== undefined) copyFrom(start.from, repository);
  else grow(world, repository, start);
  return repository;
}

function grow(
  world: World,
  { git }: Repository,
  { files = {}, commits = [], tags = [], branches = {} }: RepositoryStart,
): void {
  if (Object.keys(files).length === 0) return;
  const author: Signature = { name: 'Ada', email: 'ada@example.org', date: world.clock.now() };
  let head = git.commitFiles(null, files, 'Begin', author);
  for (const { message, files: changed, tags: named = [] } of commits) {
    head = git.commitFiles(head, changed, message, author);
    for (const tag of named) git.refs.set(`refs/tags/${tag}`, head);
  }
  git.refs.set(`refs/heads/${git.defaultBranch}`, head);
  for (const tag of tags) git.refs.set(`refs/tags/${tag}`, head);
  for (const [branch, changed] of Object.entries(branches)) {
    git.refs.set(`refs/heads/${branch}`, git.commitFiles(head, changed, `Begin ${branch}`, author));
  }
}

/** By git itself, so that all objects arrive loose. */
function copyFrom(source: string, { git }: Repository): void {
  execFileSync('git', [
    '-C',
    source,
    'push',
    '--quiet',
    git.onDisk(),
    'refs/heads/*:refs/heads/*',
    'refs/tags/*:refs/tags/*',
  ]);
  git.refs.fromDisk();
}
