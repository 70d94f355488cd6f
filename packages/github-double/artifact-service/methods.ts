import { type Artifact, artifactsOf, keepArtifact, removeArtifact } from '../artifacts/artifact.js';
import type { LogEntry } from '../log/log.js';
import { signedUrl } from '../storage/downloads.js';
import type { World } from '../world/world.js';
import { backendId, jobBackendId, type Scope } from './runtime-token.js';
import { type Fields, optional, required, TwirpError } from './twirp.js';
import { beginUpload, endUpload, uploadUrl } from './uploads.js';

/** One call of the service, by a job of the scope's run. */
export interface ServiceCall {
  readonly world: World;
  readonly scope: Scope;
  readonly fields: Fields;
  readonly entry: LogEntry;
}

/** How long a download's address lives; the service's own is not documented. */
const lifetime = 10 * 60_000;

/** The service's methods, as `@actions/artifact` calls them. */
export const methods: Readonly<Record<string, (call: ServiceCall) => object>> = {
  CreateArtifact: (call) => {
    const { world, scope, fields } = ownRun(call);
    const name = required(fields, 'name');
    if (newest(scope, ({ run, name: other }) => run.attempt === scope.run.attempt && other === name)) throw conflict();
    const upload = beginUpload(world, scope, {
      name,
      contentType: optional(fields, 'mime_type') ?? 'application/zip',
      expiresAt: timeIn(fields, 'expires_at'),
    });
    if (!upload) throw conflict();
    return { ok: true, signed_upload_url: uploadUrl(world, upload) };
  },

  FinalizeArtifact: (call) => {
    const { world, scope, fields, entry } = ownRun(call);
    const upload = endUpload(world, scope, required(fields, 'name'));
    const hash = optional(fields, 'hash');
    if (Number(required(fields, 'size')) !== upload.bytes.size || (hash !== null && hash !== upload.bytes.digest)) {
      throw new TwirpError('invalid_argument', 'size and hash must be those of the uploaded blob');
    }
    const earlier = scope.keptJob ? newest(scope, ({ name }) => name === upload.name) : undefined;
    if (earlier) return { ok: true, artifact_id: String(earlier.id) };
    const { id, name, bytes } = keepArtifact(world, scope.repository, scope.run, upload);
    const { size, digest } = bytes;
    const repository = scope.repository.fullName;
    entry.effects.push({ kind: 'artifact-created', repository, run: scope.run.id, artifact: id, name, size, digest });
    return { ok: true, artifact_id: String(id) };
  },

  ListArtifacts: (call) => {
    const { scope, fields } = ownRun(call);
    const name = optional(fields, 'name_filter');
    const id = optional(fields, 'id_filter');
    const wanted = ofRun(scope).filter(
      (artifact) => (name === null || artifact.name === name) && (id === null || String(artifact.id) === id),
    );
    return { artifacts: wanted.map(listed) };
  },

  GetSignedArtifactURL: (call) => {
    const { bytes, fileName, contentType } = artifactBy(call);
    return {
      name: fileName,
      signed_url: signedUrl(call.world, { bytes, name: fileName, type: contentType, lifetime }),
    };
  },

  DeleteArtifact: (call) => {
    const artifact = artifactBy(call);
    const { repository, run } = call.scope;
    removeArtifact(repository, artifact);
    const effect = { run: run.id, artifact: artifact.id, name: artifact.name };
    call.entry.effects.push({ kind: 'artifact-deleted', repository: repository.fullName, ...effect });
    return { ok: true, artifact_id: String(artifact.id) };
  },
};

const conflict = (): TwirpError =>
  new TwirpError('already_exists', 'an artifact with this name already exists on the workflow run');

/** A job speaks for its own attempt, and for no other. */
function ownRun(call: ServiceCall): ServiceCall {
  const { scope, fields } = call;
  const said = [required(fields, 'workflow_run_backend_id'), required(fields, 'workflow_job_run_backend_id')];
  if (said[0] === backendId(scope.run) && said[1] === jobBackendId(scope.run)) return call;
  throw new TwirpError('permission_denied', 'the token is not good for this run');
}

/** Earlier attempts' artifacts too: a rerun of failed jobs takes what the others have left. */
const ofRun = ({ repository, run }: Scope): readonly Artifact[] =>
  artifactsOf(repository).filter((artifact) => artifact.run.id === run.id);

const newest = (scope: Scope, is: (artifact: Artifact) => boolean): Artifact | undefined => ofRun(scope).findLast(is);

function artifactBy({ scope, fields }: ServiceCall): Artifact {
  const attempt = required(fields, 'workflow_run_backend_id');
  const name = required(fields, 'name');
  const artifact = newest(scope, (one) => backendId(one.run) === attempt && one.name === name);
  if (!artifact) throw new TwirpError('not_found', 'artifact not found');
  return artifact;
}

const listed = ({ run, id, name, bytes, createdAt }: Artifact): object => ({
  workflow_run_backend_id: backendId(run),
  workflow_job_run_backend_id: jobBackendId(run),
  database_id: String(id),
  name,
  size: String(bytes.size),
  created_at: new Date(createdAt).toISOString(),
  digest: bytes.digest,
});

/** Milliseconds since 1970. */
function timeIn(fields: Fields, name: string): number | null {
  const text = optional(fields, name);
  if (text === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new TwirpError('invalid_argument', `${name} must be a time`);
  return time;
}
