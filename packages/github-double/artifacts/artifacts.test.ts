import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Double } from '../double.js';
import { withDouble } from '../double.js';
import { acme, asAda, asker, core } from '../testing/acme.js';
import { addArtifact, type Artifact, type Maker, type NewArtifact } from './artifact.js';
import { generated } from './pieces.js';

const run = promisify(execFile);

/** A run of build.yml that has begun. */
async function begun(double: Double): Promise<Maker> {
  const path = `${core}/actions/workflows/build.yml/dispatches`;
  const { body } = await asAda(double)('POST', path, { ref: 'main', return_run_details: true });
  return { id: body.workflow_run_id, attempt: 1, headBranch: 'main', headSha: 'a'.repeat(40) };
}

const maker: Maker = { id: 17_000_000_900, attempt: 1, headBranch: 'main', headSha: 'a'.repeat(40) };

function leave(double: Double, artifact: NewArtifact, from: Maker = maker): Artifact {
  const repository = double.world.repository('acme/core');
  if (!repository) throw new Error('acme/core is in the world of these tests');
  return addArtifact(double.world, repository, from, artifact);
}

const zipOf = ({ id }: Artifact): string => `${core}/actions/artifacts/${id}/zip`;

const inFolder = async <Result>(body: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

test('artifacts are listed newest first, by name, for the repository and for the run', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const first = await begun(double);
    leave(double, { name: 'core', files: { 'a.txt': 'a' } }, first);
    leave(double, { name: 'docs', files: { 'b.txt': 'b' } }, first);
    leave(double, { name: 'core', files: { 'a.txt': 'again' } }, { ...first, attempt: 2 });
    leave(double, { name: 'core', files: { 'a.txt': 'other' } }, { ...first, id: 1 });

    const all = await ask('GET', `${core}/actions/artifacts`);
    const named = await ask('GET', `${core}/actions/artifacts?name=core&per_page=1`);
    const ofRun = await ask('GET', `${core}/actions/runs/${first.id}/artifacts?direction=asc`);
    const ofNone = await ask('GET', `${core}/actions/runs/1/artifacts`);

    expect(all.body.total_count).toBe(4);
    expect([named.body.total_count, named.body.artifacts.length]).toEqual([3, 1]);
    expect(ofRun.body.artifacts.map(({ name }: Artifact) => name)).toEqual(['core', 'docs', 'core']);
    expect(all.body.artifacts[0]).toMatchObject({ name: 'core', workflow_run: { id: 1 } });
    expect(ofNone.status).toBe(404);
  }));

test("a zip has the digest that is told, and unzip and Python's zipfile read it", () =>
  withDouble(acme(), (double) =>
    inFolder(async (folder) => {
      const ask = asAda(double);
      const artifact = leave(double, {
        name: 'core',
        files: { 'bin/core': '#!/bin/sh\n', 'größe.bin': generated(7, 3_000_000) },
      });
      const path = join(folder, 'a.zip');

      const { body: told } = await ask('GET', `${core}/actions/artifacts/${artifact.id}`);
      const { headers } = await ask('GET', zipOf(artifact));
      const download = await fetch(headers.get('location') ?? '');
      const bytes = Buffer.from(await download.arrayBuffer());
      await writeFile(path, bytes);
      await run('unzip', ['-q', path, '-d', folder]);
      const python = await run('python3', ['-m', 'zipfile', '-t', path]);

      expect(told).toMatchObject({
        digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
        size_in_bytes: bytes.length,
        expired: false,
      });
      expect(download.headers.get('content-disposition')).toBe('attachment; filename="core.zip"');
      expect(await readFile(join(folder, 'bin/core'), 'utf8')).toBe('#!/bin/sh\n');
      expect((await readFile(join(folder, 'größe.bin'))).length).toBe(3_000_000);
      expect(python.stdout).toContain('Done testing');
    }),
  ));

test('a single file comes as it is, with its own content type and digest', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const artifact = leave(double, { name: 'core.json', file: '{}', contentType: 'application/json' });

    const { headers } = await ask('GET', zipOf(artifact));
    const download = await fetch(headers.get('location') ?? '');

    expect(download.headers.get('content-type')).toBe('application/json');
    expect(await download.text()).toBe('{}');
    expect(artifact.bytes.digest).toBe(`sha256:${createHash('sha256').update('{}').digest('hex')}`);
  }));

test('the address of a download is on another host, takes no token, serves ranges, and dies after a minute', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const artifact = leave(double, { name: 'a.txt', file: '0123456789', contentType: 'text/plain' });

    const { status, headers } = await ask('GET', zipOf(artifact));
    const url = headers.get('location') ?? '';
    const withToken = await fetch(url, { headers: { authorization: 'Bearer x' } });
    const part = await fetch(url, { headers: { range: 'bytes=2-4' } });
    const end = await fetch(url, { headers: { range: 'bytes=-3' } });
    const beyond = await fetch(url, { headers: { range: 'bytes=10-' } });
    await double.advance(60_000);
    const late = await fetch(url);

    expect([status, new URL(url).hostname]).toEqual([302, 'localhost']);
    expect(withToken.status).toBe(400);
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await end.text()).toBe('789');
    expect([beyond.status, late.status]).toEqual([416, 403]);
  }));

test('an expired artifact is still listed, and its download is gone', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const artifact = leave(double, { name: 'core', retentionDays: 1, files: { a: 'a' } });
    await double.advance(86_400_000);

    const { body } = await ask('GET', `${core}/actions/artifacts`);
    const download = await ask('GET', zipOf(artifact));

    expect(body.artifacts[0].expired).toBe(true);
    expect([download.status, download.body.message]).toEqual([410, 'Artifact has expired']);
  }));

test('a deleted artifact is not found', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const artifact = leave(double, { name: 'core', files: { a: 'a' } });

    const deleted = await ask('DELETE', `${core}/actions/artifacts/${artifact.id}`);
    const again = await ask('GET', `${core}/actions/artifacts/${artifact.id}`);

    expect([deleted.status, again.status]).toEqual([204, 404]);
    expect(double.log.effects('artifact-deleted')).toMatchObject([{ artifact: artifact.id, name: 'core' }]);
  }));

test('nobody downloads anonymously, from a public repository either', () =>
  withDouble(acme(), async (double) => {
    const artifact = leave(double, { name: 'core', files: { a: 'a' } });

    const { status, body } = await asker(double, null)('GET', zipOf(artifact));

    expect([status, body.message]).toEqual([401, 'You must have the actions scope to download artifacts.']);
  }));

test('1.9 GiB are served without being held in memory', () =>
  withDouble(acme(), async (double) => {
    const size = Math.round(1.9 * 2 ** 30);
    const artifact = leave(double, { name: 'large', files: { 'large.bin': generated(1, size) } });
    const before = process.memoryUsage().rss;

    const { headers } = await asAda(double)('GET', zipOf(artifact));
    const { body } = await fetch(headers.get('location') ?? '', { headers: { range: `bytes=${size - 1_000_000}-` } });
    let received = 0;
    for await (const chunk of body ?? []) received += chunk.length;

    expect(received).toBe(artifact.bytes.size - (size - 1_000_000));
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  }));

test('what a run has left behind goes when the run is deleted', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', { artifacts: [{ name: 'core', files: { 'a.txt': 'a' } }] });
    const path = `${core}/actions/workflows/build.yml/dispatches`;
    const { body } = await ask('POST', path, { ref: 'main', return_run_details: true });
    await double.advance(600_000);

    const before = await ask('GET', `${core}/actions/artifacts`);
    await ask('DELETE', body.run_url);
    const after = await ask('GET', `${core}/actions/artifacts`);

    expect([before.body.total_count, after.body.total_count]).toEqual([1, 0]);
  }));
