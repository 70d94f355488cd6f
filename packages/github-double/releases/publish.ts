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
  const isWellFormed = isRefName(`refs/tags/${release.tag}`);
  const hasTarget = tagExists || git.resolve(release.target) !== null;
  const wasUsed = releasesOf(repository).usedTags.has(release.tag);
  return [
    ...(owner && owner.id !== self
      ? [{ resource: 'Release', code: 'already_exists', field: 'tag_name' } as const]
      : []),
    ...(wasUsed ? [aboutTag('tag_name was used by an immutable release')] : []),
    ...(isWellFormed && hasTarget ? [] : [aboutTag('tag_name is not a valid tag')]),
    ...(isWellFormed ? [] : [aboutTag('tag_name is not well-formed')]),
    ...(isWellFormed && hasTarget && !wasUsed ? [] : [noValidTag]),
    ...(hasTarget ? [] : [{ resource: 'Release', code: 'invalid', field: 'target_commitish' } as const]),
  ];
}

/** Quoted, in this order, in ncipollo/release-action#225, NyaMisty/action-ipadown#1 and ospo-reusable-workflows#83. */
const aboutTag = (message: string): FieldError => ({ resource: 'Release', code: 'custom', field: 'tag_name', message });
const noValidTag: FieldError = {
  resource: 'Release',
  code: 'custom',
  message: 'Published releases must have a valid tag',
};

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
