import { created, noContent, ok } from '../server/answer.js';
import { page } from '../server/pagination.js';
import { found, notFound, unprocessable, validationFailed } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { refusalOf } from '../tokens/access.js';
import { actorOf } from '../tokens/caller.js';
import { releaseJson } from './json.js';
import { notesFor } from './notes.js';
import { type MakeLatest, publicationErrors, publish } from './publish.js';
import { latestOf, publishedUnder, type Release, releasesOf } from './release.js';

interface Wish {
  tag_name?: string;
  target_commitish?: string;
  name?: string;
  body?: string;
  draft?: boolean;
  prerelease?: boolean;
  generate_release_notes?: boolean;
  make_latest?: MakeLatest;
}

interface ById {
  params: { release_id: number };
}

const createsContent = { createsContent: true };

export const releaseRoutes: Routes = {
  'GET /repos/{owner}/{repo}/releases': inRepository('contents:read', (call) => {
    const { world, repository, asOf } = call;
    const seen = releasesOf(repository).all.filter((release) => release.madeAt <= asOf && isVisible(call, release));
    return page(
      call,
      seen.toSorted((a, b) => b.id - a.id),
      (release) => releaseJson(world, repository, release),
    );
  }),

  'POST /repos/{owner}/{repo}/releases': inRepository<{ body: Wish & { tag_name: string } }>(
    'contents:write',
    create,
    createsContent,
  ),

  'POST /repos/{owner}/{repo}/releases/generate-notes': inRepository<{
    body: { tag_name: string; previous_tag_name?: string };
  }>('contents:write', ({ world, repository, body }) =>
    ok(notesFor(world, repository, body.tag_name, body.previous_tag_name)),
  ),

  'GET /repos/{owner}/{repo}/releases/latest': inRepository('contents:read', ({ world, repository }) =>
    ok(releaseJson(world, repository, found(latestOf(repository)))),
  ),

  /** Drafts are never found here, whoever asks. */
  'GET /repos/{owner}/{repo}/releases/tags/{tag}': inRepository<{ params: { tag: string } }>(
    'contents:read',
    ({ world, repository, params }) =>
      ok(releaseJson(world, repository, found(publishedUnder(repository, params.tag)))),
  ),

  'GET /repos/{owner}/{repo}/releases/{release_id}': inRepository<ById>('contents:read', (call) =>
    ok(releaseJson(call.world, call.repository, releaseBy(call))),
  ),

  'PATCH /repos/{owner}/{repo}/releases/{release_id}': inRepository<ById & { body: Wish }>(
    'contents:write',
    edit,
    createsContent,
  ),

  'DELETE /repos/{owner}/{repo}/releases/{release_id}': inRepository<ById>('contents:write', (call) => {
    const release = releaseBy(call);
    const { all } = releasesOf(call.repository);
    all.splice(all.indexOf(release), 1);
    call.did('release-deleted', { release: release.id, tag: release.tag, draft: release.draft });
    return noContent();
  }),

  'GET /repos/{owner}/{repo}/immutable-releases': inRepository('administration:read', ({ repository }) => {
    if (!releasesOf(repository).immutable) throw notFound();
    return ok({ enabled: true, enforced_by_owner: false });
  }),

  'PUT /repos/{owner}/{repo}/immutable-releases': inRepository('administration:write', (call) =>
    switchImmutable(call, true),
  ),
  'DELETE /repos/{owner}/{repo}/immutable-releases': inRepository('administration:write', (call) =>
    switchImmutable(call, false),
  ),
};

function switchImmutable(call: RepositoryCall, to: boolean) {
  releasesOf(call.repository).immutable = to;
  call.did(to ? 'immutable-releases-enabled' : 'immutable-releases-disabled');
  return noContent();
}

function create(call: RepositoryCall<{ body: Wish & { tag_name: string } }>) {
  const { world, repository, body, now, caller } = call;
  const {
    tag_name: tag,
    target_commitish: target = repository.git.defaultBranch,
    draft = false,
    make_latest = 'true',
  } = body;
  if (repository.git.isEmpty()) throw unprocessable('Repository is empty.');
  const errors = draft ? [] : publicationErrors(call, { tag, target }, null);
  if (errors.length > 0) throw validationFailed(...errors);
  const notes = body.generate_release_notes === true ? notesFor(world, repository, tag) : null;
  const release: Release = {
    id: world.ids.next(),
    tag,
    target,
    name: body.name ?? notes?.name ?? null,
    body: [body.body, notes?.body].filter((part) => part !== undefined).join('\n\n') || null,
    draft: true,
    prerelease: body.prerelease ?? false,
    immutable: false,
    author: actorOf(caller),
    createdAt: repository.git.resolve(target)?.committer.date ?? now,
    madeAt: now,
    publishedAt: null,
    updatedAt: now,
    assets: [],
  };
  releasesOf(repository).all.push(release);
  call.did('release-created', { release: release.id, tag, draft });
  if (!draft) publish(call, release, make_latest);
  const json = releaseJson(world, repository, release);
  return created(json, `${world.urls.api}/repos/${repository.fullName}/releases/${release.id}`);
}

function edit(call: RepositoryCall<ById & { body: Wish }>) {
  const { world, repository, body, now } = call;
  const release = releaseBy(call);
  const changed = { tag: body.tag_name ?? release.tag, target: body.target_commitish ?? release.target };
  if (release.immutable && changed.tag !== release.tag)
    throw unprocessable('Cannot modify the tag of an immutable release');
  if (release.immutable && body.draft === true) {
    // Quoted in cameronrye/openzim-mcp#215; that `state` is its field is a guess by the sentence's form.
    const message = 'state cannot be changed when release is immutable';
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'state', message });
  }
  const staysPublic = !release.draft && body.draft !== true;
  const publishes = release.draft && body.draft === false;
  const errors = staysPublic || publishes ? publicationErrors(call, changed, release.id) : [];
  const relevant = release.immutable ? [] : errors; // its own tag is used by itself
  if (relevant.length > 0) throw validationFailed(...relevant);
  Object.assign(release, changed, { updatedAt: now });
  if (body.name !== undefined) release.name = body.name;
  if (body.body !== undefined) release.body = body.body;
  if (body.prerelease !== undefined) release.prerelease = body.prerelease;
  call.did('release-edited', { release: release.id, tag: release.tag });
  if (publishes) publish(call, release, body.make_latest ?? 'true');
  else if (body.make_latest === 'true' && staysPublic) releasesOf(repository).latest = release.id;
  if (!release.draft && body.draft === true) Object.assign(release, { draft: true, publishedAt: null });
  return ok(releaseJson(world, repository, release));
}

/** Drafts are there only for those who may write. */
export const isVisible = ({ world, caller, repository }: RepositoryCall, release: Release): boolean =>
  !release.draft || refusalOf(world, caller, repository, 'contents:write') === null;

export function releaseBy(call: RepositoryCall<ById>): Release {
  const release = found(releasesOf(call.repository).all.find(({ id }) => id === call.params.release_id));
  if (!isVisible(call, release)) throw notFound();
  return release;
}
