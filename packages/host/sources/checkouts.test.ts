import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepository, gitEnv, type TestRepository } from './a-repository.js';
import { gitCheckouts } from './checkouts.js';

let dir = '';
let origin: TestRepository;
let lib = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-checkouts-')));
  origin = aRepository(join(dir, 'origin'));
  origin.commit({ a: '1' });
  lib = join(dir, 'set/lib');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const checkouts = () => gitCheckouts({ manifestDir: dir, serverUrl: `file://${dir}/server`, environment: gitEnv });
const clone = () => checkouts().clone('./origin', lib);
const textOf = (name: string) => readFileSync(join(lib, name), 'utf8');

test('a clone appears whole, with its branch; nothing else is left beside it', async () => {
  expect(await checkouts().look(lib)).toEqual({ kind: 'missing' });
  expect(await clone()).toEqual({ status: 'done' });

  expect(await checkouts().look(lib)).toEqual({ kind: 'checkout', root: lib });
  expect(await checkouts().standing(lib)).toEqual({ changes: 0, branch: 'main', distance: { ahead: 0, behind: 0 } });
  expect(readdirSync(join(dir, 'set'))).toEqual(['lib']);
});

test('a clone that fails says why and leaves nothing', async () => {
  expect(await checkouts().clone('./nowhere', lib)).toMatchObject({ status: 'failed' });
  expect(await checkouts().clone('https://a:b@x/y', lib)).toMatchObject({
    status: 'failed',
    complaint: expect.stringContaining('carries a password'),
  });
  expect(existsSync(lib)).toBe(false);
  expect(readdirSync(join(dir, 'set'))).toEqual([]);
});

test('a folder of a checkout, a folder in none, and a file are told apart', async () => {
  await clone();
  mkdirSync(join(lib, 'part'));
  writeFileSync(join(dir, 'file'), '');

  const looks = [join(lib, 'part'), join(dir, 'set'), join(dir, 'file')].map((path) => checkouts().look(path));

  expect(await Promise.all(looks)).toEqual([{ kind: 'checkout', root: lib }, { kind: 'no-git' }, { kind: 'no-git' }]);
});

test('what was fetched moves the branch forward, beside files of the user’s', async () => {
  await clone();
  origin.commit({ a: '2' });
  origin.git('tag', 'v9.0.0', 'HEAD');
  writeFileSync(join(lib, 'mine'), 'mine');

  await checkouts().fetch(lib);
  const before = [await checkouts().standing(lib), textOf('a')];
  await checkouts().forward(lib);

  expect(before).toEqual([{ changes: 0, branch: 'main', distance: { ahead: 0, behind: 1 } }, '1']);
  expect([textOf('a'), textOf('mine')]).toEqual(['2', 'mine']);
  expect(await checkouts().hasRemote(lib)).toBe(true);
});

test.each(['untracked', 'ignored'])('an %s file in the way is never overwritten', async (kind) => {
  if (kind === 'ignored') origin.commit({ '.gitignore': 'mine\n' });
  await clone();
  writeFileSync(join(lib, 'mine'), 'mine');
  origin.git('rm', '--quiet', '--ignore-unmatch', '.gitignore');
  origin.commit({ mine: 'theirs' });

  await checkouts().fetch(lib);
  const moved = await checkouts().forward(lib);

  expect(moved).toMatchObject({ status: 'failed' });
  expect([textOf('a'), textOf('mine')]).toEqual(['1', 'mine']);
});

test('changes, staged or not, commits of its own and a detached head are seen', async () => {
  await clone();
  const git = (...args: readonly string[]) => aRepository(lib).git(...args);
  writeFileSync(join(lib, 'a'), 'changed');
  writeFileSync(join(lib, 'b'), 'staged');
  git('add', 'b');
  const changed = await checkouts().standing(lib);
  git('commit', '--quiet', '--all', '--message=own');
  const own = await checkouts().standing(lib);
  git('checkout', '--quiet', '--detach');

  expect(changed).toMatchObject({ changes: 2 });
  expect(own).toMatchObject({ changes: 0, distance: { ahead: 1, behind: 0 } });
  expect(await checkouts().standing(lib)).toEqual({ changes: 0, branch: null, distance: null });
});

test('a checkout without a remote has none', async () => {
  expect(await checkouts().hasRemote(origin.folder)).toBe(false);
});
