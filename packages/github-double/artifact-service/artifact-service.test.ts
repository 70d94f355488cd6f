import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Maker } from '../artifacts/artifact.js';
import { type Double, withDouble } from '../double.js';
import type { Repository } from '../repositories/repository.js';
import { acme, asAda, core } from '../testing/acme.js';
import { runtimeToken } from './runtime-token.js';

const execute = promisify(execFile);
const client = join(import.meta.dirname, '../testing/artifact-client.mjs');
const run: Maker = { id: 17_000_000_900, attempt: 1, headBranch: 'main', headSha: 'a'.repeat(40) };

/** A job of the run, which uses the artifact client in a folder of its own. */
interface Job {
  readonly folder: string;
  readonly use: <Result>(method: string, ...args: readonly unknown[]) => Promise<Result>;
}

interface Told {
  readonly id: number;
  readonly digest: string;
}

async function inJob<Result>(double: Double, attempt: number, body: (job: Job) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'job-'));
  const token = runtimeToken(double.world, { repository: repositoryOf(double), run: { ...run, attempt } });
  const RESULT = join(folder, '..', `${folder.split('/').pop()}.json`);
  const env = {
    ACTIONS_RUNTIME_TOKEN: token,
    ACTIONS_RESULTS_URL: double.urls.storage,
    GITHUB_WORKSPACE: folder,
    RESULT,
  };
  const use = async (method: string, ...args: readonly unknown[]) => {
    await execute(process.execPath, [client, method, JSON.stringify(args)], { env });
    return JSON.parse(await readFile(RESULT, 'utf8'));
  };
  try {
    return await body({ folder, use });
  } finally {
    await rm(folder, { recursive: true });
    await rm(RESULT, { force: true });
  }
}

function repositoryOf(double: Double): Repository {
  const repository = double.world.repository('acme/core');
  if (!repository) throw new Error('acme/core is in the world of these tests');
  return repository;
}

test('what the client uploads, the REST API lists and serves with the same digest', () =>
  withDouble(acme(), (double) =>
    inJob(double, 1, async ({ folder, use }) => {
      const ask = asAda(double);
      const file = join(folder, 'core.txt');
      await writeFile(file, 'core '.repeat(4_000_000));

      const uploaded = await use<Told>('uploadArtifact', 'core', [file], folder, { compressionLevel: 0 });
      const { body } = await ask('GET', `${core}/actions/artifacts`);
      const { headers } = await ask('GET', `${core}/actions/artifacts/${uploaded.id}/zip`);
      const zip = await fetch(headers.get('location') ?? '');

      expect(body.artifacts).toMatchObject([{ id: uploaded.id, name: 'core', digest: `sha256:${uploaded.digest}` }]);
      expect(zip.headers.get('content-type')).toBe('application/zip');
      expect((await zip.arrayBuffer()).byteLength).toBe(body.artifacts[0].size_in_bytes);
    }),
  ));

test('the client downloads what it uploaded, and finds and deletes it by name', () =>
  withDouble(acme(), (double) =>
    inJob(double, 1, async ({ folder, use }) => {
      const file = join(folder, 'core.txt');
      await writeFile(file, 'core');
      const { id } = await use<Told>('uploadArtifact', 'core', [file], folder);

      const listed = await use<{ artifacts: Told[] }>('listArtifacts');
      await use('downloadArtifact', id, { path: join(folder, 'down') });
      const deleted = await use<Told>('deleteArtifact', 'core');
      const left = await use<{ artifacts: Told[] }>('listArtifacts');

      expect(listed.artifacts.map((artifact) => artifact.id)).toEqual([id]);
      expect(await readFile(join(folder, 'down/core.txt'), 'utf8')).toBe('core');
      expect([deleted.id, left.artifacts]).toEqual([id, []]);
    }),
  ));

test('a single file is uploaded as it is and comes back under its name', () =>
  withDouble(acme(), (double) =>
    inJob(double, 1, async ({ folder, use }) => {
      const file = join(folder, 'core.json');
      await writeFile(file, '{}');

      const { id } = await use<Told>('uploadArtifact', '', [file], folder, { skipArchive: true });
      await use('downloadArtifact', id, { path: join(folder, 'down') });
      const { body } = await asAda(double)('GET', `${core}/actions/artifacts/${id}`);

      expect(body).toMatchObject({ name: 'core.json', size_in_bytes: 2 });
      expect(await readdir(join(folder, 'down'))).toEqual(['core.json']);
    }),
  ));

test('an attempt has a name once; a rerun has it beside the earlier one, and the newest is found', () =>
  withDouble(acme(), async (double) => {
    const upload = (attempt: number) =>
      inJob(double, attempt, async ({ folder, use }) => {
        const file = join(folder, 'a.txt');
        await writeFile(file, `attempt ${attempt}`);
        return use<Told>('uploadArtifact', 'core', [file], folder);
      });

    const first = await upload(1);
    await expect(upload(1)).rejects.toThrow(/\(409\) Conflict: an artifact with this name already exists/);
    const second = await upload(2);
    const found = await inJob(double, 2, ({ use }) => use<{ artifact: Told }>('getArtifact', 'core'));
    const { body } = await asAda(double)('GET', `${core}/actions/artifacts?name=core`);

    expect(body.artifacts.map(({ id }: Told) => id)).toEqual([second.id, first.id]);
    expect(found.artifact.id).toBe(second.id);
  }));

test('a token that was not given out, and one of another run, are refused', () =>
  withDouble(acme(), async (double) => {
    const token = runtimeToken(double.world, { repository: repositoryOf(double), run });
    const list = async (authorization: string, attempt: string) => {
      const response = await fetch(
        `${double.urls.storage}/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts`,
        {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ workflow_run_backend_id: attempt, workflow_job_run_backend_id: 'job-1-1' }),
        },
      );
      return [response.status, await response.json()];
    };

    expect(await list('Bearer x', 'run-1-1')).toMatchObject([401, { code: 'unauthenticated' }]);
    expect(await list(`Bearer ${token}`, 'run-1-1')).toMatchObject([403, { code: 'permission_denied' }]);
  }));

test('an upload address needs its signature, and dies', () =>
  withDouble(acme(), async (double) => {
    const token = runtimeToken(double.world, { repository: repositoryOf(double), run });
    const begun = await fetch(
      `${double.urls.storage}/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({
          workflow_run_backend_id: `run-${run.id}-1`,
          workflow_job_run_backend_id: `job-${run.id}-1`,
          name: 'core',
          version: 7,
        }),
      },
    );
    const { signed_upload_url: url } = JSON.parse(await begun.text());
    const put = async (address: string) =>
      (await fetch(address, { method: 'PUT', body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } })).status;

    expect(await put(url.replace(/sig=.*/, 'sig=0'))).toBe(403);
    expect(await put(url)).toBe(201);
    await double.advance(3_600_000);
    expect(await put(url)).toBe(403);
  }));
