import { created, noContent, ok } from '../server/answer.js';
import { conflict, found, unprocessable } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { refJson } from './json.js';
import { moveRef, refAsOf, refsAsOf } from './move-ref.js';
import { isRefName } from './refs.js';

interface Named {
  params: { ref: string };
}

/** Refs by the git data API. Its sentences are quoted in the issues of its users; see docs/github-double.md. */
export const refRoutes: Routes = {
  'GET /repos/{owner}/{repo}/git/ref/{ref}': inRepository<Named>('contents:read', (call) => {
    const name = `refs/${call.params.ref}`;
    notEmpty(call);
    return ok(refJson(call.world, call.repository, name, found(refAsOf(call.repository, name, call.asOf))));
  }),

  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': inRepository<Named>('contents:read', (call) => {
    const { world, repository, params, asOf } = call;
    notEmpty(call);
    return ok(
      refsAsOf(repository, `refs/${params.ref}`, asOf).map(({ name, sha }) => refJson(world, repository, name, sha)),
    );
  }),

  'POST /repos/{owner}/{repo}/git/refs': inRepository<{ body: { ref: string; sha: string } }>(
    'contents:write',
    (call) => {
      const { world, repository, body } = call;
      notEmpty(call);
      if (body.ref.split('/').length < 3) {
        throw unprocessable('Reference name must contain at least three slash-separated components.');
      }
      if (!isRefName(body.ref)) throw unprocessable(`${body.ref} is not a valid ref name.`);
      if (repository.git.refs.get(body.ref) !== null) throw unprocessable('Reference already exists');
      if (!repository.git.objects.has(body.sha)) throw unprocessable('Object does not exist');
      moveRef(call, body.ref, body.sha);
      const json = refJson(world, repository, body.ref, body.sha);
      return created(json, `${world.urls.api}/repos/${repository.fullName}/git/${body.ref}`);
    },
    { createsContent: true },
  ),

  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': inRepository<Named & { body: { sha: string; force?: boolean } }>(
    'contents:write',
    (call) => {
      const { world, repository, params, body } = call;
      const name = `refs/${params.ref}`;
      notEmpty(call);
      const before = repository.git.refs.get(name);
      if (before === null) throw unprocessable('Reference does not exist');
      if (!repository.git.objects.has(body.sha)) throw unprocessable('Object does not exist');
      if (body.force !== true && !repository.git.history.isAncestor(before, body.sha)) {
        throw unprocessable('Update is not a fast forward');
      }
      moveRef(call, name, body.sha);
      return ok(refJson(world, repository, name, body.sha));
    },
    { createsContent: true },
  ),

  'DELETE /repos/{owner}/{repo}/git/refs/{ref}': inRepository<Named>('contents:write', (call) => {
    const name = `refs/${call.params.ref}`;
    notEmpty(call);
    if (call.repository.git.refs.get(name) === null) throw unprocessable('Reference does not exist');
    moveRef(call, name, null);
    return noContent();
  }),
};

/** The git data API begins with the first commit; only the contents API can make that. */
export function notEmpty({ repository }: Pick<RepositoryCall, 'repository'>): void {
  if (repository.git.isEmpty()) throw conflict('Git Repository is empty.');
}
