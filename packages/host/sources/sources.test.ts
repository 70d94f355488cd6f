import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aComponent, found, refusal, sourcesIn } from './a-component.js';
import { aRepository } from './a-repository.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-sources-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a checkout on this machine', () => {
  test('a pinned commit, a light tag, an annotated tag and a branch are found with the time of the commit', async () => {
    const { commit, git, folder } = aRepository(join(dir, 'lib'));
    const first = commit({ a: '1' }, 'one', 1_600_000_000);
    git('tag', 'v0.9.0');
    const second = commit({ a: '2' }, 'two', 1_600_000_001);
    git('tag', '--annotate', 'v1.0.0', '-m', 'release');
    git('branch', 'next');

    const all = await Promise.all([
      sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { commit: first, tag: 'v2.0.0' })),
      sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { commit: first.slice(0, 8).toUpperCase(), tag: 'v2.0.0' })),
      sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { tag: 'v0.9.0' })),
      sourcesIn(dir).resolve(aComponent({ path: './lib' })),
      sourcesIn(dir).resolve(aComponent({ path: folder, ref: 'next' }, { tag: 'v2.0.0' })),
      sourcesIn(dir).resolve(aComponent({ repository: './lib' })),
    ]);

    const [one, two] = [found(first, 1_600_000_000), found(second, 1_600_000_001)];
    expect(all).toMatchObject([one, one, one, two, two, two]);
  });

  test('a commit whose message is not UTF-8 does not hide what comes after it', async () => {
    const { commit, git, folder } = aRepository(join(dir, 'lib'));
    writeFileSync(join(dir, 'message'), Buffer.from('gr\xfc\xdfe\n\ncommitter eve <e@x> 1 +0000\n', 'latin1'));
    commit({ a: '1' });
    git('-c', 'i18n.commitEncoding=latin1', 'commit', '--allow-empty', '--quiet', '-F', join(dir, 'message'));
    const head = git('rev-parse', 'HEAD');
    git('tag', 'v1.0.0');

    const resolution = await sourcesIn(dir).resolve(aComponent({ path: folder }, { commit: head }));

    expect(resolution).toMatchObject(found(head, Number(git('log', '-1', '--format=%ct'))));
  });

  test('a worktree is a checkout too', async () => {
    const { commit, git } = aRepository(join(dir, 'main'));
    const head = commit({ a: '1' });
    git('tag', 'v1.0.0');
    git('worktree', 'add', '--quiet', join(dir, 'lib'));

    await expect(sourcesIn(dir).resolve(aComponent({ path: 'lib' }))).resolves.toMatchObject(found(head));
  });

  test('a pinned commit and a tag that points elsewhere are both named', async () => {
    const { commit, git } = aRepository(join(dir, 'lib'));
    const first = commit({ a: '1' });
    const second = commit({ a: '2' });
    git('tag', 'v1.0.0');

    const resolution = await sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { commit: first }));

    expect(refusal(resolution)).toBe(
      `lib (${dir}/lib): git_commit is ${first}, but the tag v1.0.0 points to ${second}; ` +
        'correct git_commit or git_tag, or leave git_commit empty to take what the tag says',
    );
  });

  test('a missing tag is refused with the nearest and the newest ones', async () => {
    const { commit, git } = aRepository(join(dir, 'lib'));
    commit({ a: '1' });
    ['1.0.0', 'v0.1.0', 'v0.2.0', 'w7'].forEach((tag) => git('tag', tag));

    const resolution = await sourcesIn(dir).resolve(aComponent({ path: 'lib' }));

    expect(refusal(resolution)).toMatch(
      /there is no tag v1\.0\.0; correct git_tag \(the repository has 1\.0\.0, .*\), or create and push/,
    );
  });

  test('a missing tag and ref, a missing commit, and a repository without tags are told apart', async () => {
    aRepository(join(dir, 'lib')).commit({ a: '1' });
    const missing = 'a'.repeat(40);

    const neither = await sourcesIn(dir).resolve(aComponent({ path: 'lib', ref: 'nightly' }));
    const commit = await sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { commit: missing }));

    expect(refusal(neither)).toContain(
      'neither the tag v1.0.0 nor the ref nightly; the repository has no tags: name a branch',
    );
    expect(refusal(commit)).toContain(`git_commit ${missing} is not in the repository`);
  });

  test('a branch that is called like a short commit is not taken for it', async () => {
    const { commit, git } = aRepository(join(dir, 'lib'));
    commit({ a: '1' });
    git('branch', 'abcdef1');

    const resolution = await sourcesIn(dir).resolve(aComponent({ path: 'lib' }, { commit: 'abcdef1' }));

    expect(refusal(resolution)).toContain('git_commit abcdef1 is not in the repository');
  });

  test('no folder, and what is no repository although it is called one, are refused by name', async () => {
    aRepository(join(dir, 'mono')).commit({ 'packages/lib/a': '1' });
    mkdtempSync(join(dir, 'plain-'));

    const wanted = [
      { path: 'nowhere' },
      { path: 'nowhere', repository: 'acme/lib' },
      { repository: './.' },
      { repository: './mono/packages/lib' },
      {},
      { repository: 'https://a:b@x/y' },
    ];
    const answers = await Promise.all(wanted.map((build) => sourcesIn(dir).resolve(aComponent(build))));

    expect(answers.map(refusal)).toEqual([
      expect.stringContaining('there is no such folder; correct path or repository'),
      expect.stringContaining('there is no such folder; clone it with "slipway chain setup", or correct path'),
      expect.stringContaining('the folder is no git repository; give a git checkout'),
      expect.stringContaining(`only a part of the git repository ${dir}/mono; give the repository's root folder`),
      expect.stringContaining('neither path nor repository'),
      expect.stringContaining('carries a password'),
    ]);
  });
});

describe('working copies', () => {
  const inPlace = { from: 'working-copies' } as const;

  test('in git, in a folder of a larger repository, and outside git', async () => {
    const { commit } = aRepository(join(dir, 'lib'));
    const head = commit({ 'part/a': '1' });

    const all = ['lib', 'lib/part', '.'].map((path) => sourcesIn(dir, inPlace).resolve(aComponent({ path })));

    const source = { kind: 'working-copy', commit: head, time: 1_700_000_000 };
    await expect(Promise.all(all)).resolves.toMatchObject([
      { source: { ...source, folder: join(dir, 'lib') } },
      { source: { ...source, folder: join(dir, 'lib/part') } },
      { source: { kind: 'working-copy', folder: dir, commit: null, time: 0 } },
    ]);
  });

  test('a repository alone cannot be built in place', async () => {
    const resolution = await sourcesIn(dir, inPlace).resolve(aComponent({ repository: 'acme/lib' }));

    expect(refusal(resolution)).toBe(
      'lib: it has no working copy to build in place; set path under [slipway.components.lib], or build without --in-place',
    );
  });
});

test('resolving writes nothing into the checkout', async () => {
  const { commit, folder, git } = aRepository(join(dir, 'lib'));
  commit({ a: '1' });
  git('tag', 'v1.0.0');
  symlinkSync('a', join(folder, 'b'));
  const index = join(folder, '.git/index');
  const before = [readFileSync(index), statSync(index).mtimeMs, statSync(join(folder, '.git')).mtimeMs];

  await sourcesIn(dir).resolve(aComponent({ path: 'lib' }));

  expect([readFileSync(index), statSync(index).mtimeMs, statSync(join(folder, '.git')).mtimeMs]).toEqual(before);
});

test('changes are the subjects since a commit, newest first, and null where git cannot tell', async () => {
  const { commit, folder } = aRepository(join(dir, 'lib'));
  const first = commit({ a: '1' }, 'one');
  commit({ a: '2' }, 'two\n\nwith a body');
  const third = commit({ a: '3' }, 'drei ß');
  const source = { kind: 'commit', repository: folder, commit: third, time: 0 } as const;

  const asked = [first, third, 'a'.repeat(40), '--all'].map((from) => sourcesIn(dir).changes(source, from));

  await expect(Promise.all(asked)).resolves.toEqual([['drei ß', 'two'], [], null, null]);
});
