import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Artifact, hexOf, renderChecksums } from '@slipway/domain';
import type { ArchiveMember, Staging } from '@slipway/operations/ports';
import { artifactStore } from '../artifacts/artifact-store.js';
import { releaseFolder } from './release-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = () => artifactStore(join(folder, 'store'));
const out = () => join(folder, 'out');
const path = () => join(out(), 'set-1');
const release = () => releaseFolder(path(), store());

/** Files of a build, as members of an archive; `bin/` is executable. */
async function members(files: Readonly<Record<string, string | Buffer>>): Promise<readonly ArchiveMember[]> {
  const build = mkdtempSync(join(folder, 'build-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(build, name, '..'), { recursive: true });
    writeFileSync(join(build, name), content);
  }
  const artifacts = await store().add(build, Object.keys(files));
  return artifacts.map((artifact) => ({
    path: `a-1.0/${artifact.path}`,
    mode: artifact.path.startsWith('bin/') ? 0o755 : 0o644,
    artifact,
  }));
}

async function fill(staging: Staging, text: string): Promise<void> {
  const asset = await staging.archive(
    'a-1.0.tar.gz',
    await members({ 'bin/tool': text, 'lib/a.txt': 'a' }),
    1_700_000_000,
  );
  await staging.write('assets/SHA256SUMS', renderChecksums([asset]));
  await staging.write('release.json', '{}\n');
}

test('nothing is to be seen before the folder is published, and then all of it, as sha256sum and tar accept it', async () => {
  const staging = await release().stage();
  await fill(staging, 'tool');
  expect(await release().checksums()).toBeNull();
  expect(existsSync(path())).toBe(false);

  await staging.publish();

  expect(readdirSync(out())).toEqual(['set-1']);
  expect(readdirSync(path()).toSorted()).toEqual(['assets', 'release.json']);
  expect(await release().checksums()).toBe(readFileSync(join(path(), 'assets', 'SHA256SUMS'), 'utf8'));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: join(path(), 'assets'), encoding: 'utf8' });
  expect(run('sha256sum', '--strict', '-c', 'SHA256SUMS')).toBe('a-1.0.tar.gz: OK\n');
  expect(run('tar', '-tzf', 'a-1.0.tar.gz')).toBe('a-1.0/bin/tool\na-1.0/lib/a.txt\n');
});

test('an archive has the same bytes in every folder, whatever the order of its members', async () => {
  const files = {
    'lib/b.txt': 'b\n',
    'lib/a.txt': 'a\n',
    'bin/tool': '#!/bin/sh\n',
    big: Buffer.alloc(2_500_000, 'slipway '),
  };

  const one = await (await release().stage()).archive('a.tar.gz', await members(files), 1_700_000_000);
  const two = await (
    await releaseFolder(join(folder, 'b', 'x'), store()).stage()
  ).archive('a.tar.gz', (await members(files)).toReversed(), 1_700_000_000);

  expect(two).toEqual(one);
});

test.each([
  ['a small', 'tool'],
  ['a large', Buffer.alloc(2_000_000, 'tool')],
])('%s artifact that was damaged in the store fails the archive', async (_, content) => {
  const staging = await release().stage();
  const [member] = await members({ 'bin/tool': content });
  if (!member) throw new Error('no member');
  damage(member.artifact);

  await expect(staging.archive('a-1.0.tar.gz', [member], 0)).rejects.toThrow(
    'the artifact bin/tool has not the bytes of sha256:',
  );
});

function damage({ digest }: Artifact): void {
  const hex = hexOf(digest);
  const file = join(folder, 'store', 'sha256', hex.slice(0, 2), hex.slice(2));
  const bytes = readFileSync(file);
  bytes[0] = 0;
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}

test('two members of one path are refused', async () => {
  const [member] = await members({ a: 'a' });
  const staging = await release().stage();

  await expect(staging.archive('a.tar.gz', member ? [member, member] : [], 0)).rejects.toThrow(
    'two files want the path a-1.0/a',
  );
});

test('a folder that is there is never replaced, only moved aside, and each one is kept', async () => {
  for (const text of ['first', 'second', 'third']) {
    const staging = await release().stage();
    await fill(staging, text);
    const isThere = (await release().checksums()) !== null;
    if (isThere) {
      await expect(staging.publish()).rejects.toThrow('something else stands there by now');
      await release().moveAside();
    }
    await staging.publish();
  }

  expect(readdirSync(out()).toSorted()).toEqual(['set-1', 'set-1.replaced-1', 'set-1.replaced-2']);
  const sums = ['set-1.replaced-1', 'set-1.replaced-2', 'set-1'].map((name) =>
    readFileSync(join(out(), name, 'assets', 'SHA256SUMS'), 'utf8'),
  );
  expect(new Set(sums).size).toBe(3);
});

test('what is moved aside is told by its new name', async () => {
  mkdirSync(join(path(), 'assets'), { recursive: true });

  expect(await release().moveAside()).toBe(`${path()}.replaced-1`);
  expect(await release().checksums()).toBeNull();
});

test('a folder without SHA256SUMS, and a file in its place, have the checksums of nothing', async () => {
  mkdirSync(path(), { recursive: true });
  expect(await release().checksums()).toBe('');

  rmSync(path(), { recursive: true });
  writeFileSync(path(), 'a file');
  expect(await release().checksums()).toBe('');
});

test('a file in the place of the folder is not replaced', async () => {
  const staging = await release().stage();
  writeFileSync(path(), 'a file');

  await expect(staging.publish()).rejects.toThrow('something else stands there by now');
  expect(readFileSync(path(), 'utf8')).toBe('a file');
});

test.each([
  ['a file', () => writeFileSync(path(), 'mine')],
  ['a link that leads nowhere', () => symlinkSync('nowhere', path())],
])('%s in the place of the release folder is an obstacle, unless it is to be moved aside', async (_, put) => {
  mkdirSync(out());
  put();

  expect(await release().obstacle('refuse')).toEqual({
    code: 'conflict',
    severity: 'error',
    what: 'a file stands where the release folder is to be made',
    where: path(),
    remedy: 'give another --out, or --replace to move it aside',
  });
  expect(await release().obstacle('replace')).toBeNull();
  expect(await release().checksums()).toBe('');
  expect(await release().moveAside()).toBe(`${path()}.replaced-1`);
  expect(readdirSync(out())).toEqual(['set-1.replaced-1']);
});

test.each(['refuse', 'replace'] as const)(
  'a folder is no obstacle; a file where a folder has to come to be is, however far above it stands: %s',
  async (existing) => {
    const obstacleTo = (at: string) => releaseFolder(at, store()).obstacle(existing);

    expect(await obstacleTo(path())).toBeNull();
    mkdirSync(path(), { recursive: true });
    expect(await obstacleTo(path())).toBeNull();
    rmSync(out(), { recursive: true });
    writeFileSync(out(), 'a file');

    const told = { code: 'conflict', what: 'a file stands where a folder is needed', where: out() };
    expect(await obstacleTo(path())).toMatchObject(told);
    expect(await obstacleTo(join(out(), 'a', 'b', 'set-1'))).toMatchObject(told);
  },
);

test('what is discarded leaves nothing, and none of the folders that were made for it', async () => {
  const nested = releaseFolder(join(out(), 'a/b/set-1'), store());
  const staging = await nested.stage();
  await fill(staging, 'tool');

  await staging.discard();

  expect(existsSync(out())).toBe(false);
});

test('what is discarded leaves folders that were there, or that others use by now', async () => {
  mkdirSync(out());
  const [first, second] = [await release().stage(), await releaseFolder(join(out(), 'a/set-1'), store()).stage()];
  writeFileSync(join(out(), 'a/mine'), '');

  await first.discard();
  await second.discard();

  expect(readdirSync(out(), { recursive: true })).toEqual(['a', 'a/mine']);
});

test('what a killed run staged goes with the next one; what a living one stages, and folders of others, stay', async () => {
  await release().stage();
  const [living = ''] = readdirSync(out());
  const killed = living.replace(`.${process.pid}.`, '.4194305.'); // above the highest process id that Linux gives out
  for (const name of [killed, '.set-1.unfinished.mine', '.set-1.unfinished', 'other'])
    mkdirSync(join(out(), name, 'assets'), { recursive: true });

  await release().stage();

  const names = readdirSync(out());
  expect(names).toEqual(expect.arrayContaining([living, '.set-1.unfinished.mine', '.set-1.unfinished', 'other']));
  expect(names).not.toContain(killed);
});

test.each(['../outside', '/etc/passwd', 'a/../../b'])('the path %s is refused', async (name) => {
  const staging = await release().stage();

  await expect(staging.write(name, '')).rejects.toThrow('is refused');
  await expect(staging.archive(name, [], 0)).rejects.toThrow('is refused');
});
