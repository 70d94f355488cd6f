import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Upstream } from '@slipway/operations/ports';
import { artifactStore, type FileArtifactStore } from '../artifacts/artifact-store.js';
import { UpstreamFolders } from './upstream-folders.js';

let dir = '';
let store: FileArtifactStore;
let copies = 0;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-upstreams-'));
  copies = 0;
  const real = artifactStore(join(dir, 'artifacts'));
  const placeIn: FileArtifactStore['placeIn'] = (folder, artifacts) => {
    copies += 1;
    return real.placeIn(folder, artifacts);
  };
  store = { ...real, placeIn };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const place = () => join(dir, 'upstreams');

/** What `core` made: a library in a folder, and a program. */
async function core(program = 'run'): Promise<Upstream> {
  const made = join(dir, 'made');
  mkdirSync(join(made, 'lib'), { recursive: true });
  writeFileSync(join(made, 'lib/core.a'), 'library');
  writeFileSync(join(made, 'core'), program);
  const artifacts = await store.add(made, ['lib/core.a', 'core']);
  return { component: 'core', version: '1.0.0', artifacts, binaries: ['core'] };
}

/** A folder for what the upstreams of one build made. */
function aFolder(build: string): string {
  const folder = join(dir, 'work', build);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const contentsOf = (folder: string) =>
  readdirSync(join(folder, 'core'), { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => {
      const file = join(folder, 'core', path);
      const stats = statSync(file);
      return [path, (stats.mode & 0o777).toString(8), stats.isFile() ? readFileSync(file, 'utf8') : 'folder'];
    });

const whole = [
  ['core', '755', 'run'],
  ['lib', '755', 'folder'],
  ['lib/core.a', '644', 'library'],
];

test('the first build gets a copy, and the next one the folder that the first has left', async () => {
  const folders = new UpstreamFolders(place(), store);
  const [first, second] = [aFolder('first'), aFolder('second')];
  await folders.provide(await core(), first);
  const before = contentsOf(first);
  folders.keep(first);

  await folders.provide(await core(), second);

  expect([before, contentsOf(second)]).toEqual([whole, whole]);
  expect([copies, existsSync(join(first, 'core'))]).toEqual([1, false]);
});

test('what two builds have of one upstream at the same time is two folders, of which one is kept', async () => {
  const folders = new UpstreamFolders(place(), store);
  const [first, second, third] = [aFolder('first'), aFolder('second'), aFolder('third')];
  await folders.provide(await core(), first);
  await folders.provide(await core(), second);
  folders.keep(first);
  folders.keep(second);

  await folders.provide(await core(), third);

  expect([contentsOf(second), contentsOf(third)]).toEqual([whole, whole]);
  expect(copies).toBe(2);
});

/** What builds may do to what they were given. */
const doings: Readonly<Record<string, (given: string) => void>> = {
  'has written to': (given) => writeFileSync(join(given, 'core'), 'ruN'),
  'has added a file to': (given) => writeFileSync(join(given, 'lib/more'), ''),
  'has added a folder to': (given) => mkdirSync(join(given, 'more')),
  'has removed a file of': (given) => rmSync(join(given, 'lib/core.a')),
  'has made executable a file of': (given) => chmodSync(join(given, 'lib/core.a'), 0o755),
  'has linked to a file of': (given) => linkSync(join(given, 'core'), join(dir, 'linked')),
  'has put a link in the place of a file of': (given) => {
    renameSync(join(given, 'core'), join(dir, 'moved'));
    symlinkSync(join(dir, 'moved'), join(given, 'core'));
  },
  'has put a link in the place of a folder of': (given) => {
    renameSync(join(given, 'lib'), join(dir, 'moved'));
    symlinkSync(join(dir, 'moved'), join(given, 'lib'));
  },
  'has put a link in the place of': (given) => {
    renameSync(given, join(dir, 'moved'));
    symlinkSync(join(dir, 'moved'), given);
  },
  'has put a file in the place of': (given) => {
    rmSync(given, { recursive: true });
    writeFileSync(given, '');
  },
  'has locked a folder of': (given) => chmodSync(join(given, 'lib'), 0o500),
};

test.each(Object.entries(doings))('a folder that a build %s is not given to another build', async (_, doing) => {
  const folders = new UpstreamFolders(place(), store);
  const [first, second] = [aFolder('first'), aFolder('second')];
  await folders.provide(await core(), first);
  doing(join(first, 'core'));
  folders.keep(first);

  await folders.provide(await core(), second);

  expect(contentsOf(second)).toEqual(whole);
  expect(copies).toBe(2);
});

test('a folder of other artifacts than are wanted now is not given', async () => {
  const folders = new UpstreamFolders(place(), store);
  const [first, second] = [aFolder('first'), aFolder('second')];
  await folders.provide(await core('old'), first);
  folders.keep(first);

  await folders.provide(await core('new'), second);

  expect(readFileSync(join(second, 'core/core'), 'utf8')).toBe('new');
});

test('what nobody took is removed, and so is what a killed process left; what a living one keeps stays', async () => {
  const killed = join(place(), `${encodeURIComponent(hostname())}.999999999.${crypto.randomUUID()}`);
  mkdirSync(killed, { recursive: true });
  const [mine, other] = [new UpstreamFolders(place(), store), new UpstreamFolders(place(), store)];
  await mine.provide(await core(), aFolder('first'));
  await other.provide(await core(), aFolder('second'));
  other.keep(aFolder('second'));
  mine.keep(aFolder('first'));

  const [isSwept, both] = [!existsSync(killed), readdirSync(place()).length];
  mine.clear();
  mine.clear();
  await other.provide(await core(), aFolder('third'));

  expect([isSwept, both, readdirSync(place()).length]).toEqual([true, 2, 1]);
  expect(contentsOf(aFolder('third'))).toEqual(whole);
});
