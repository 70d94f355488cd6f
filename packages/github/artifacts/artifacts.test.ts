import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '@slipway/domain';
import type { ArtifactSink } from '@slipway/operations/ports';
import { type Fault, generated, type NewArtifact, withDouble } from '@slipway/github-double';
import { core } from '../client/a-client.js';
import { building, minutes } from '../runs/a-run.js';
import { artifactsOn, aRunWith, leave, limits, only } from './an-artifact.js';
import { aSink } from './a-sink.js';

let spool: string;
beforeEach(() => {
  spool = mkdtempSync(join(tmpdir(), 'slipway-run-artifacts-'));
});
afterEach(() => rmSync(spool, { recursive: true, force: true }));

const address = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}';

const zipped: NewArtifact = { name: 'core', files: { 'bin/core': '#!/bin/sh\n', 'größe.txt': 'ü', empty: '' } };

test('artifacts are listed newest first with their digests; after a rerun the newest of one name comes first', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double, { name: 'core', files: { a: '1' } }, { name: 'docs', files: { b: '' } });
    await double.advance(minutes(1));
    const newest = leave(double, run, { name: 'core', files: { a: '2' } });

    const listed = await artifacts.list(run);

    expect(listed.map(({ name }) => name)).toEqual(['core', 'docs', 'core']);
    expect(listed[0]).toEqual({
      repository: core,
      run: run.id,
      id: newest.id,
      name: 'core',
      size: newest.bytes.size,
      digest: newest.bytes.digest,
      expired: false,
      createdAt: newest.createdAt,
    });
  }));

test('of many pages all are listed', () =>
  withDouble(
    building(),
    async (double) => {
      const many = Array.from({ length: 101 }, (_, at): NewArtifact => ({ name: `a${at}`, files: {} }));

      expect(await artifactsOn(double, spool).list(await aRunWith(double, ...many))).toHaveLength(101);
    },
    { limits: 'off' },
  ));

test('the files of a zip are kept with their digests; the token stays with GitHub, and nothing stays on the disk', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double, zipped);
    const sink = aSink();

    const kept = await artifacts.download(await only(artifacts, run), sink, limits);

    expect(kept).toEqual([
      { path: 'bin/core', size: 10, digest: digestOf('#!/bin/sh\n') },
      { path: 'größe.txt', size: 2, digest: digestOf('ü') },
      { path: 'empty', size: 0, digest: digestOf('') },
    ]);
    expect(sink.files['bin/core']).toBe('#!/bin/sh\n');
    // The storage answers 400 where a token comes along.
    expect(double.log.entries.slice(-2).map(({ token, status }) => [token, status])).toEqual([
      ['classic token of ada', 302],
      ['signed address', 200],
    ]);
    expect(readdirSync(spool)).toEqual([]);
  }));

test('a single file that is no zip is kept under its own name', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double, { name: 'core.json', file: '{}', contentType: 'application/json' });
    const sink = aSink();

    const kept = await artifacts.download(await only(artifacts, run), sink, limits);

    expect(kept).toEqual([{ path: 'core.json', size: 2, digest: digestOf('{}') }]);
    expect(sink.files).toEqual({ 'core.json': '{}' });
  }));

test('what a newer upload-artifact wrote and a large file come whole', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const block = Buffer.from(Array.from({ length: 700_001 }, (_, at) => (at >> 8) + at));
    const run = await aRunWith(double, { name: 'big', files: { big: { block, size: 4_000_000 } } });
    const sink = aSink();

    const [kept] = await artifacts.download(await only(artifacts, run), sink, limits);

    expect(kept?.size).toBe(4_000_000);
    const content = Buffer.concat(Array.from({ length: 6 }, () => block)).subarray(0, 4_000_000);
    expect(Buffer.from(sink.files['big'] ?? '', 'latin1').equals(content)).toBe(true);
  }));

test('three large artifacts are under way at once; a small one waits for none of them', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const artifact = await only(artifacts, await aRunWith(double, { name: 'core', files: { a: '1' } }));
    let allow = (): void => {};
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    let begun = 0;
    const sink: ArtifactSink = {
      async take(path, content) {
        begun += 1;
        await allowed;
        return aSink().take(path, content);
      },
    };
    const large = Array.from({ length: 5 }, () => artifacts.download({ ...artifact, size: 2 ** 30 }, sink, limits));

    const small = await artifacts.download(artifact, aSink(), limits);

    expect(small).toHaveLength(1);
    expect(begun).toBeLessThanOrEqual(3);
    allow();
    expect(await Promise.all(large)).toHaveLength(5);
    expect(begun).toBe(5);
  }));

const passing: readonly (readonly [Fault, RegExp | typeof address])[] = [
  [{ kind: 'truncated' }, /downloads/],
  [{ kind: 'reset-before' }, /downloads/],
  [{ kind: 'reset-after' }, /downloads/],
  [{ kind: 'unavailable', status: 503 }, /downloads/],
  [{ kind: 'unavailable', status: 502 }, address],
  [{ kind: 'reset-after' }, address],
  [{ kind: 'slow', ms: 61_000 }, /downloads/],
];

test.each(passing)('a download that meets %j at %s is begun again', (fault, on) =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double, { name: 'big', files: { big: generated(7, 3_000_000) } });
    const artifact = await only(artifacts, run);
    double.faults.add({ fault, on });
    const sink = aSink();

    await double.drive(artifacts.download(artifact, sink, limits));

    expect(Object.keys(sink.files)).toEqual(['big']);
  }),
);

test('a download that never comes whole is told with the reason, after five tries', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const artifact = await only(artifacts, await aRunWith(double, zipped));
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, on: /downloads/, times: 99 });

    const work = artifacts.download(artifact, aSink(), limits).catch(String);

    expect(await double.drive(work)).toContain(
      `acme/core, run ${artifact.run}: the artifact core cannot be downloaded (the storage answers 503)`,
    );
    expect(double.log.count()[address]).toBe(5);
  }));

test('bytes that have not the digest that GitHub tells are refused before they are looked at', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double);
    const left = leave(double, run, zipped);
    const told = digestOf('other');
    Object.assign(left.bytes, { digest: told });
    const sink = aSink();

    await expect(artifacts.download(await only(artifacts, run), sink, limits)).rejects.toThrow(
      `the artifact core came with the digest sha256:`,
    );
    expect(sink.files).toEqual({});
    expect(readdirSync(spool)).toEqual([]);
  }));

test('an artifact without a digest, as old ones are, is taken as it comes', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double);
    Object.assign(leave(double, run, zipped).bytes, { digest: null });
    const artifact = await only(artifacts, run);

    expect(artifact.digest).toBeNull();
    expect(await artifacts.download(artifact, aSink(), limits)).toHaveLength(3);
  }));

test('an expired artifact is told, also where it expires between the list and the download', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const run = await aRunWith(double, { ...zipped, retentionDays: 1 });
    const before = await only(artifacts, run);
    await double.advance(25 * 3_600_000);
    const after = await only(artifacts, run);

    const what = `acme/core, run ${run.id}: the artifact core has expired`;
    await expect(artifacts.download(before, aSink(), limits)).rejects.toThrow(what);
    await expect(artifacts.download(after, aSink(), limits)).rejects.toThrow(what);
    expect([before.expired, after.expired]).toEqual([false, true]);
  }));

test('a token without permission is told what it needs, and an artifact that is gone as that', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const artifact = await only(artifacts, await aRunWith(double, zipped));
    const gone = { ...artifact, id: 1 };

    await expect(artifacts.download(gone, aSink(), limits)).rejects.toThrow('acme/core: GitHub refused GET');
  }));

test('a disk that takes no more is told with the place', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const artifact = await only(artifacts, await aRunWith(double, zipped));
    rmSync(spool, { recursive: true });
    writeFileSync(spool, 'a file');

    await expect(artifacts.download(artifact, aSink(), limits)).rejects.toThrow(
      `acme/core, run ${artifact.run}: the artifact core cannot be kept at ${spool} (EEXIST`,
    );
  }));

test('what the sink refuses is what is told', () =>
  withDouble(building(), async (double) => {
    const artifacts = artifactsOn(double, spool);
    const artifact = await only(artifacts, await aRunWith(double, zipped));
    const full = { take: () => Promise.reject(new Error('full')) };

    await expect(artifacts.download(artifact, full, limits)).rejects.toThrow(/^full$/);
    expect(readdirSync(spool)).toEqual([]);
  }));
