import { moveRef } from '../git/move-ref.js';
import { isRefName } from '../git/refs.js';
import { type FieldError, unprocessable, validationFailed } from '../server/refusal.js';
import type { RepositoryCall } from '../server/route.js';
import { actorOf } from '../tokens/caller.js';
import { publishedUnder, type Release, releasesOf } from './release.js';

export type MakeLatest = 'true' | 'false' | 'legacy';

/** What is wrong with publishing under this tag, as GitHub lists it. `self`: the release that is about to be. */
export function publicationErrors(
  { repository }: Pick<RepositoryCall, 'repository'>,
  release: Pick<Release, 'tag' | 'target'>,
  self: number | null,
): FieldError[] {
  const { git } = repository;
  const owner = publishedUnder(repository, release.tag);
  const tagExists = git.refs.get(`refs/tags/${release.tag}`) !== null;
  const errors: FieldError[] = [];
  if (owner && owner.id !== self) errors.push({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  if (releasesOf(repository).usedTags.has(release.tag)) {
    errors.push({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name was used by an immutable release',
    });
  }
  if (!isRefName(`refs/tags/${release.tag}`)) {
    errors.push({ resource: 'Release', code: 'custom', field: 'tag_name', message: 'tag_name is not a valid tag' });
  } else if (!tagExists && !git.resolve(release.target)) {
    errors.push({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  }
  return errors;
}

/** Makes a draft public: its tag is created where there is none. Refuses as GitHub does, before anything is changed. */
export function publish(call: RepositoryCall, release: Release, makeLatest: MakeLatest): void {
  const { repository, now, caller, world } = call;
  const { git } = repository;
  const state = releasesOf(repository);
  if (git.isEmpty()) throw unprocessable('Repository is empty.');
  const errors = publicationErrors(call, release, release.id);
  if (errors.length > 0) throw validationFailed(...errors);
  const tag = `refs/tags/${release.tag}`;
  const target = git.resolve(release.target)?.sha ?? null;
  if (git.refs.get(tag) === null && target !== null) moveRef(call, tag, target);
  release.draft = false;
  release.publishedAt = now;
  release.createdAt = git.resolve(tag)?.committer.date ?? now;
  release.immutable = state.immutable;
  if (release.immutable) state.usedTags.add(release.tag);
  if (makeLatest === 'true' && !release.prerelease) state.latest = release.id;
  call.did('release-published', { release: release.id, tag: release.tag });
  const startsWorkflows = caller.kind !== 'workflow';
  world.events.emit('release-changed', {
    repository,
    release: release.id,
    action: 'published',
    actor: actorOf(caller),
    startsWorkflows,
  });
}
