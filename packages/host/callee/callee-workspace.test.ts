import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '@slipway/domain';
import { calleeWorkspace } from './callee-workspace.js';

let folder: string;
let checkout: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callee-'));
  checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'out'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = { PATH: process.env['PATH'] ?? '' };
const open = () => calleeWorkspace({ checkout, temp: join(folder, 'temp'), environment });

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  const env = { ...environment, GIT_COMMITTER_DATE: '1700000000 +0100', GIT_AUTHOR_DATE: '1600000000 +0000' };
  return execFileSync('git', [...who, ...args], { cwd: checkout, env, encoding: 'utf8' }).trim();
}

test('the commit that is checked out is told with its time, and none where there is none', async () => {
  const outside = await open().head();
  git('init', '--quiet');
  const empty = await open().head();
  git('commit', '--quiet', '--allow-empty', '--message=one');

  expect([outside, empty]).toEqual([null, null]);
  expect(await open().head()).toEqual({ commit: git('rev-parse', 'HEAD'), time: 1_700_000_000 });
});

test('upstreams are kept in folders of their own, binaries executable as the local builder makes them', async () => {
  const workspace = open();
  await workspace.clear();
  const core = workspace.upstream('core', ['tool']);

  const taken = await core.take('out/tool', bytes('tool'));
  await core.take('out/data', bytes(''));
  await workspace.upstream('lib', []).take('tool', bytes('other'));

  expect(taken).toEqual({ path: 'out/tool', size: 4, digest: digestOf('tool') });
  const modeOf = (path: string) => statSync(join(workspace.upstreams, path)).mode & 0o777;
  expect(['core/out/tool', 'core/out/data', 'lib/tool'].map(modeOf)).toEqual([0o755, 0o644, 0o644]);
});

test.each(['../x', '/etc/x', 'a/../../x', 'a\\x', ''])('an upstream cannot write to %j', async (path) => {
  const workspace = open();
  await workspace.clear();

  await expect(workspace.upstream('core', []).take(path, bytes('x'))).rejects.toThrow('is refused');
});

test('a second file at the same path is refused', async () => {
  const workspace = open();
  await workspace.clear();
  const sink = workspace.upstream('core', []);
  await sink.take('a', bytes('1'));

  await expect(sink.take('a', bytes('2'))).rejects.toThrow('the file "a" comes twice');
  expect(readFileSync(join(workspace.upstreams, 'core/a'), 'utf8')).toBe('1');
});

test('a note is there for a later step, until all is cleared', async () => {
  await open().clear();
  const before = await open().noted();
  await open().note('hello');
  const after = await open().noted();
  await open().clear();

  expect([before, after, await open().noted()]).toEqual([null, 'hello', null]);
});

test('what matches is copied, links inside followed, and nothing of an earlier delivery stays', async () => {
  const workspace = open();
  await workspace.clear();
  writeFileSync(join(checkout, 'out/old'), 'old');
  await workspace.stage(['out/*']);
  rmSync(join(checkout, 'out/old'));
  writeFileSync(join(checkout, 'out/app'), 'app');
  symlinkSync('app', join(checkout, 'out/latest'));

  const staged = await workspace.stage(['out/*']);
  await workspace.add('slipway.json', '{}\n');
  writeFileSync(join(checkout, 'out/app'), 'changed later');

  const files = ['out/app', 'out/latest'].map((path) => ({ path, size: 3, digest: digestOf('app') }));
  expect(staged).toEqual({ status: 'staged', files });
  const paths = readdirSync(workspace.delivery, { recursive: true, encoding: 'utf8' });
  expect(paths.toSorted()).toEqual(['out', 'out/app', 'out/latest', 'slipway.json']);
  expect(readFileSync(join(workspace.delivery, 'out/latest'), 'utf8')).toBe('app');
});

test.each([
  ['a link that leads out', ['out/*'], 'is a link that leads out of the checkout'],
  ['a pattern without a match', ['dist/*'], 'the pattern dist/* of artifacts matches no file'],
])('%s is refused, and nothing is delivered', async (_, patterns, what) => {
  const workspace = open();
  await workspace.clear();
  writeFileSync(join(folder, 'secret'), 'secret');
  symlinkSync('../../secret', join(checkout, 'out/secret'));

  const staged = await workspace.stage(patterns);

  expect(staged).toMatchObject({ status: 'refused', what: expect.stringContaining(what) });
  expect(existsSync(workspace.delivery)).toBe(false);
});
