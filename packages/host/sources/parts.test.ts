import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aComponent, refusal, sourcesIn } from './a-component.js';
import { aRepository } from './a-repository.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-parts-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const resolve = (path: string, rest: Parameters<typeof aComponent>[1] = {}) =>
  sourcesIn(dir).resolve(aComponent({ path }, rest));

describe('a folder of a larger repository', () => {
  test('has the commit of the repository, and a tree and a time of its own', async () => {
    const { commit, git, folder } = aRepository(join(dir, 'mono'));
    commit({ 'packages/lib/a': '1' }, 'lib', 1_600_000_000);
    const head = commit({ 'packages/other/a': '1' }, 'other', 1_600_000_001);
    git('tag', 'v1.0.0');
    symlinkSync('mono/packages', join(dir, 'linked'));

    const part = { folder: 'packages/lib', tree: git('rev-parse', 'HEAD:packages/lib') };
    const source = { kind: 'commit', repository: folder, commit: head, time: 1_600_000_000, part };

    expect(await resolve('mono/packages/lib')).toEqual({ status: 'resolved', source });
    expect(await resolve('linked/lib')).toEqual({ status: 'resolved', source });
  });

  test('is the same for a commit elsewhere, and another for a commit in it', async () => {
    const { commit } = aRepository(join(dir, 'mono'));
    const commits = [
      commit({ 'lib/a': '1' }, 'one', 1_600_000_000),
      commit({ b: '1' }, 'elsewhere', 1_600_000_001),
      commit({ 'lib/a': '2' }, 'two', 1_600_000_002),
    ];

    const resolutions = await Promise.all(commits.map((each) => resolve('mono/lib', { commit: each })));
    const [one, elsewhere, two] = resolutions.map((resolution) =>
      resolution.status === 'resolved' && resolution.source.kind === 'commit'
        ? [resolution.source.part, resolution.source.time]
        : null,
    );

    expect(elsewhere).toEqual(one);
    expect(two).not.toEqual(one);
  });

  test('that the commit does not have, or that is a link there, is refused', async () => {
    const { commit, git } = aRepository(join(dir, 'mono'));
    mkdirSync(join(dir, 'mono/real'));
    symlinkSync('real', join(dir, 'mono/link'));
    const head = commit({ a: '1' });
    git('tag', 'v1.0.0');
    mkdirSync(join(dir, 'mono/new'));

    expect(refusal(await resolve('mono/new'))).toBe(
      `lib (${dir}/mono): the commit ${head} has no folder new; ` +
        'commit the folder and move the tag or git_commit, or build it as it stands with --in-place',
    );
    expect(refusal(await resolve('mono/link'))).toContain('has no folder real');
  });

  test('has changed by the commits that changed it', async () => {
    const { commit, folder } = aRepository(join(dir, 'mono'));
    const first = commit({ 'lib/a': '1' }, 'one');
    commit({ 'other/a': '1' }, 'other');
    const last = commit({ 'lib/a': '2' }, 'two');
    const part = { folder: 'lib', tree: '' };

    const changes = sourcesIn(dir).changes({ kind: 'commit', repository: folder, commit: last, time: 0, part }, first);

    expect(await changes).toEqual(['two']);
  });
});

describe('a folder in no repository', () => {
  test('is copied', async () => {
    mkdirSync(join(dir, 'plain'));

    expect(await resolve('plain')).toEqual({
      status: 'resolved',
      source: { kind: 'copy', folder: join(dir, 'plain'), commit: null, time: 0 },
    });
  });

  test('cannot vouch for a pinned commit', async () => {
    mkdirSync(join(dir, 'plain'));

    expect(refusal(await resolve('plain', { commit: 'a'.repeat(40) }))).toContain('the folder is no git repository');
  });
});
