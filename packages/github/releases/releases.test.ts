import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, type Fault, withDouble } from '@slipway/github-double';
import type { LocalFile, Release, Releases } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { githubReleases } from './releases.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-releases-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function aFile(name: string, content: string | Buffer = name): LocalFile {
  const path = join(folder, name);
  writeFileSync(path, content);
  const size = Buffer.byteLength(content);
  return { name, path, size, digest: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}

const releasesOn = (double: Double): Releases => githubReleases(aClient(double), core);

async function aDraft(releases: Releases, tag = 'v1'): Promise<Release> {
  const made = await releases.createDraft({ tag, title: 'One', notes: 'New.', prerelease: false });
  if (made.status !== 'done') throw new Error(made.status);
  return made.value;
}

const uploadRoute = 'POST /repos/{owner}/{repo}/releases/{release_id}/assets';

test('a draft is found by its tag, filled, changed and published', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const file = aFile('a.txt');

    const uploaded = await releases.upload(draft, file);
    const changed = await releases.change(draft.id, { title: 'Two', prerelease: true, target: 'main' });
    const { assets, ...published } = await releases.publish(draft.id, 'false');

    const { name, size, digest } = file;
    expect(uploaded).toMatchObject({ status: 'done', value: { name, size, digest, state: 'uploaded' } });
    expect(await releases.assets(draft.id)).toMatchObject([{ name, digest }]);
    expect(draft).toMatchObject({ tag: 'v1', title: 'One', notes: 'New.', state: 'draft', immutable: false });
    expect(changed).toMatchObject({ title: 'Two', notes: 'New.', target: 'main', prerelease: true, state: 'draft' });
    expect(published).toMatchObject({ title: 'Two', state: 'public', prerelease: true });
    expect(await releases.withTag('v1')).toEqual([published]);
    expect(assets).toEqual(await releases.assets(draft.id));
    expect(assets[0]?.url).toMatch(/\/releases\/download\/v1\/a\.txt$/);
  }));

test.each([undefined, 0, 1, 250])('where %s assets are expected, all that are there are listed', (expected) =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const file = aFile('a.txt');
    await releases.upload(draft, file);

    const found = await releases.assets(draft.id, expected);

    expect(found.map(({ name }) => name)).toEqual(['a.txt']);
    const asked = double.log.entries.filter(({ method, path }) => method === 'GET' && path.includes('/assets'));
    expect(asked).toHaveLength(expected === 250 ? 3 : 1);
  }),
);

test('of many pages those with the tag are found, two drafts of one tag as well, and each once', () =>
  withDouble(
    acme(),
    async (double) => {
      const releases = releasesOn(double);
      for (let number = 0; number < 101; number += 1)
        await aDraft(releases, number % 100 === 0 ? 'v1' : `v1.${number}`);

      expect(await releases.withTag('v1')).toHaveLength(2);
      expect(await releases.withTag('v2')).toEqual([]);
    },
    { limits: 'off' },
  ));

test('an asset is renamed and removed, and removing what is gone is no error', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const made = await releases.upload(draft, aFile('a b.txt'));
    if (made.status !== 'done') throw new Error(made.status);

    const renamed = await releases.rename(made.value, 'b.txt');
    await releases.removeAsset(renamed);
    await releases.removeAsset(renamed);
    await releases.remove(draft.id);
    await releases.remove(draft.id);

    expect([made.value.name, renamed.name]).toEqual(['a.b.txt', 'b.txt']);
    expect(await releases.withTag('v1')).toEqual([]);
  }));

test('a name that is taken is an outcome', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const file = aFile('a.txt', randomBytes(3_000_000)); // the answer comes while bytes are still on their way
    await releases.upload(draft, file);

    expect(await releases.upload(draft, file)).toEqual({ status: 'refused', reason: 'taken' });
  }));

test.each<[Fault, string, string | undefined]>([
  [{ kind: 'unavailable', status: 502 }, 'unknown', undefined],
  [{ kind: 'reset-before' }, 'unknown', undefined],
  [{ kind: 'reset-after' }, 'unknown', 'uploaded'],
  [{ kind: 'truncated' }, 'unknown', 'uploaded'],
  [{ kind: 'broken-upload' }, 'unknown', 'starter'],
  [{ kind: 'reset-upload', bytes: 2_700_000 }, 'unknown', 'starter'],
  [{ kind: 'secondary-limit', status: 403, retryAfter: 60 }, 'done', 'uploaded'],
  [{ kind: 'secondary-limit', status: 429 }, 'done', 'uploaded'],
])('an upload that meets %j is %s, and leaves an asset that is %s', (fault, status, state) =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const file = aFile('a.bin', randomBytes(3_000_000));
    double.faults.add({ fault, on: uploadRoute });

    const made = await double.drive(releases.upload(draft, file));

    expect(made.status).toBe(status);
    expect((await releases.assets(draft.id))[0]?.state).toBe(state);
    expect(double.log.effects('asset-uploaded')).toHaveLength(state === 'uploaded' ? 1 : 0);
  }),
);

test('a file that is gone or has another size is told by name, and nothing is sent', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const draft = await aDraft(releases);
    const shorter = aFile('a.txt', 'abc');
    truncateSync(shorter.path, 2);
    const gone = aFile('b.txt');
    rmSync(gone.path);

    await expect(releases.upload(draft, shorter)).rejects.toThrow('it has 2 bytes, and had 3 when it was hashed');
    await expect(releases.upload(draft, gone)).rejects.toThrow(`${gone.path}: the file has changed: it cannot be read`);
    expect(double.log.count()[uploadRoute]).toBeUndefined();
  }));

test('an empty file is uploaded', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);

    const made = await releases.upload(await aDraft(releases), aFile('empty', ''));

    expect(made).toMatchObject({ status: 'done', value: { size: 0 } });
  }));

test('an immutable release says why it takes no more', () =>
  withDouble(acme(), async (double) => {
    const releases = releasesOn(double);
    const client = aClient(double);
    await client.send('PUT /repos/{owner}/{repo}/immutable-releases', core);
    const draft = await aDraft(releases);
    const published = await releases.publish(draft.id, 'legacy');

    expect(published.immutable).toBe(true);
    await expect(releases.upload(published, aFile('late.txt'))).rejects.toThrow(
      'Cannot upload assets to an immutable release',
    );
  }));
