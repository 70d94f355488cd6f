import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Artifact, digestOf, hexOf } from '@slipway/domain';
import { unfinishedName } from '../unfinished.js';
import { artifactStore } from './artifact-store.js';

const large = Buffer.alloc(3 * 1024 * 1024, 'slipway');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-artifacts-'));
  mkdirSync(join(folder, 'build', 'lib'), { recursive: true });
  writeFileSync(join(folder, 'build', 'lib', 'small.txt'), 'small\n', { mode: 0o755 });
  writeFileSync(join(folder, 'build', 'empty'), '');
  writeFileSync(join(folder, 'build', 'large.bin'), large);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const paths = ['lib/small.txt', 'empty', 'large.bin'];
const open = () => artifactStore(join(folder, 'store'));
const build = () => join(folder, 'build');

/** Where the bytes of an artifact are kept. */
function fileOf({ digest }: Artifact): string {
  const hex = hexOf(digest);
  return join(folder, 'store', 'sha256', hex.slice(0, 2), hex.slice(2));
}

function damage(artifact: Artifact): void {
  const bytes = readFileSync(fileOf(artifact));
  bytes[bytes.length - 1] = 0;
  chmodSync(fileOf(artifact), 0o644);
  writeFileSync(fileOf(artifact), bytes);
}

test('what is added is told with path, size and digest, and held read-only under its digest', async () => {
  const artifacts = await open().add(build(), paths);

  expect(artifacts.map(({ path, size }) => [path, size])).toEqual([
    ['lib/small.txt', 6],
    ['empty', 0],
    ['large.bin', large.length],
  ]);
  expect(artifacts[0]?.digest).toBe(digestOf('small\n'));
  expect(artifacts.map((artifact) => statSync(fileOf(artifact)).mode & 0o777)).toEqual([0o444, 0o444, 0o444]);
  expect(await open().holds(artifacts)).toBe(true);
  expect(readdirSync(join(folder, 'store', 'incoming'))).toEqual([]);
});

test('what is placed has the same bytes at its path, and may be changed without harm', async () => {
  const artifacts = await open().add(build(), paths);

  await open().placeIn(join(folder, 'upstream', 'a'), artifacts);

  for (const path of paths) {
    const placed = join(folder, 'upstream', 'a', path);
    expect(readFileSync(placed).equals(readFileSync(join(build(), path)))).toBe(true);
    expect(statSync(placed).mode & 0o777).toBe(0o644);
    writeFileSync(placed, 'changed');
  }
  expect(await open().holds(artifacts)).toBe(true);
});

test.each(['lib/small.txt', 'large.bin'])(
  'a damaged %s is not held, never handed out, and repaired by adding it again',
  async (path) => {
    const store = open();
    const [artifact] = await store.add(build(), [path]);
    if (!artifact) throw new Error('nothing was added');

    damage(artifact);

    expect(await store.holds([artifact])).toBe(false);
    await expect(store.placeIn(join(folder, 'upstream'), [artifact])).rejects.toThrow(
      `the artifact ${path} has not the bytes of ${artifact.digest}; build it again with --force`,
    );
    await store.add(build(), [path]);
    expect(await store.holds([artifact])).toBe(true);
  },
);

test('a missing artifact is not held, and told by name', async () => {
  const artifact: Artifact = { path: 'gone', size: 4, digest: digestOf('gone') };

  expect(await open().holds([artifact])).toBe(false);
  await expect(open().placeIn(join(folder, 'upstream'), [artifact])).rejects.toThrow(
    'the artifact gone is not in the store',
  );
});

test('a link inside the folder is followed, one that leads out is refused', async () => {
  writeFileSync(join(folder, 'secret'), 'secret');
  symlinkSync('lib/small.txt', join(build(), 'inside'));
  symlinkSync('../secret', join(build(), 'outside'));
  symlinkSync('..', join(build(), 'up'));

  expect(await open().add(build(), ['inside'])).toEqual([{ path: 'inside', size: 6, digest: digestOf('small\n') }]);
  for (const path of ['outside', 'up/secret']) {
    await expect(open().add(build(), [path])).rejects.toThrow('is a link that leads out of the folder');
  }
});

test.each(['lib', 'nothing'])('%s, which is no file, is refused', async (path) => {
  await expect(open().add(build(), [path])).rejects.toThrow(`the artifact "${path}" is no file`);
});

test.each(['../secret', '/etc/passwd', 'a/../../b', './a', 'a//b', 'a\\b', ''])(
  'the path %j is refused',
  async (path) => {
    const artifact: Artifact = { path, size: 6, digest: digestOf('small\n') };

    await expect(open().add(build(), [path])).rejects.toThrow('is refused');
    await expect(open().placeIn(join(folder, 'upstream'), [artifact])).rejects.toThrow('is refused');
  },
);

test('what a killed process left half copied goes, what a living one copies stays', async () => {
  const incoming = join(folder, 'store', 'incoming');
  mkdirSync(incoming, { recursive: true });
  const living = unfinishedName('');
  const killed = living.replace(`.${process.pid}.`, '.4194305.'); // above the highest process id that Linux gives out
  for (const name of [living, killed]) writeFileSync(join(incoming, name), 'half');

  await open().add(build(), paths);

  expect(existsSync(join(incoming, living))).toBe(true);
  expect(existsSync(join(incoming, killed))).toBe(false);
});
