import { noContent, ok, redirect } from '../server/answer.js';
import { runBy } from '../runs/run-routes.js';
import { pageUnder } from '../server/pagination.js';
import { found, gone, notFound, Refusal } from '../server/refusal.js';
import { inRepository, type RepositoryCall, type Routes } from '../server/route.js';
import { signedUrl } from '../storage/downloads.js';
import { type Artifact, artifactsOf, removeArtifact } from './artifact.js';
import { artifactJson } from './json.js';

interface ById {
  params: { artifact_id: number };
}

/** "This URL expires after 1 minute" (documentation of the download). */
const lifetime = 60_000;

export const artifactRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/artifacts': inRepository<{ query: { name?: string } }>('actions:read', (call) =>
    list(call, known(call).toReversed()),
  ),

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': inRepository<{
    params: { run_id: number };
    query: { name?: string; direction?: 'asc' | 'desc' };
  }>('actions:read', (call) => {
    const { id } = runBy(call);
    const ofRun = known(call).filter(({ run }) => run.id === id);
    return list(call, call.query.direction === 'asc' ? ofRun : ofRun.toReversed());
  }),

  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}': inRepository<ById>('actions:read', (call) =>
    ok(artifactJson(call.world, call.repository, artifactBy(call))),
  ),

  'DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}': inRepository<ById>('actions:write', (call) => {
    const artifact = artifactBy(call);
    removeArtifact(call.repository, artifact);
    call.did('artifact-deleted', { run: artifact.run.id, artifact: artifact.id, name: artifact.name });
    return noContent();
  }),

  /** Whoever does not log in gets nothing, of a public repository either (github/docs#36482). */
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': inRepository<{
    params: { artifact_id: number; archive_format: string };
  }>('actions:read', (call) => {
    const { world, caller, params, now } = call;
    if (caller.kind === 'anonymous') throw new Refusal(401, 'You must have the actions scope to download artifacts.');
    if (params.archive_format !== 'zip') throw notFound();
    const { bytes, fileName, contentType, expiresAt } = artifactBy(call);
    if (now >= expiresAt) throw gone('Artifact has expired');
    return redirect(signedUrl(world, { bytes, name: fileName, type: contentType, lifetime }));
  }),
};

const known = ({ repository, asOf }: RepositoryCall): readonly Artifact[] =>
  artifactsOf(repository).filter(({ createdAt }) => createdAt <= asOf);

const list = (call: RepositoryCall<{ query: { name?: string } }>, artifacts: readonly Artifact[]) => {
  const { world, repository, query } = call;
  const named = artifacts.filter(({ name }) => query.name === undefined || name === query.name);
  return pageUnder(call, 'artifacts', named, (artifact) => artifactJson(world, repository, artifact));
};

const artifactBy = ({ repository, params }: RepositoryCall<ById>): Artifact =>
  found(artifactsOf(repository).find(({ id }) => id === params.artifact_id));
