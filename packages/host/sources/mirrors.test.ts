import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aComponent, found, refusal, sourcesIn } from './a-component.js';
import { aRepository } from './a-repository.js';
import { unfinishedName } from '../unfinished.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-mirrors-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a repository elsewhere', () => {
  test('owner/name is mirrored from the server, and asked anew for a tag that moved, once a run', async () => {
    const { commit, git } = aRepository(join(dir, 'server/acme/lib.git'));
    const first = commit({ a: '1' });
    git('tag', 'v1.0.0');
    const component = aComponent({ repository: 'acme/lib' });
    const run = sourcesIn(dir);

    const before = await run.resolve(component);
    const second = commit({ a: '2' });
    git('tag', '--force', 'v1.0.0');
    const same = await run.resolve(component);
    const next = await sourcesIn(dir).resolve(component);

    expect([before, same, next]).toMatchObject([found(first), found(first), found(second)]);
    expect(before).toMatchObject({ source: { repository: `file://${dir}/server/acme/lib.git` } });
    expect(readFileSync(join(dir, '.slipway/repositories', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('a pinned commit with its tag needs no server once it is mirrored; anything else says that there is none', async () => {
    const { commit, git, folder } = aRepository(join(dir, 'server/acme/lib.git'));
    const head = commit({ a: '1' });
    git('tag', 'v1.0.0');
    await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }));
    rmSync(folder, { recursive: true });

    const pinned = await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }, { commit: head }));
    const untagged = await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }, { commit: head, tag: 'v3' }));
    const tagged = await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }));

    expect([pinned, untagged]).toMatchObject([found(head), found(head)]);
    expect(refusal(tagged)).toContain('git cannot read the repository: ');
  });

  test('locks that a killed git left are removed', async () => {
    const { commit, git } = aRepository(join(dir, 'server/acme/lib.git'));
    commit({ a: '1' });
    git('tag', 'v1.0.0');
    await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }));
    const second = commit({ a: '2' });
    git('tag', '--force', 'v1.0.0');
    const repositories = join(dir, '.slipway/repositories');
    const mirror = readdirSync(repositories).find((name) => name.endsWith('.git')) ?? '';
    for (const lock of ['refs/tags/v1.0.0.lock', 'packed-refs.lock'])
      writeFileSync(join(repositories, mirror, lock), '');

    expect(await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }))).toMatchObject(found(second));
  });

  test('processes that fetch, or clone, at the same time all get what is there now', async () => {
    const { commit, git } = aRepository(join(dir, 'server/acme/lib.git'));
    const resolved = () =>
      Promise.all(Array.from({ length: 6 }, () => sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }))));
    const first = commit({ a: '1' });
    git('tag', 'v1.0.0');

    const cloned = await resolved();
    const second = commit({ a: '2' });
    for (const ref of Array.from({ length: 40 }, (_, at) => `v1.0.${at}`)) git('tag', '--force', ref);
    const fetched = await resolved();

    expect(cloned).toMatchObject(cloned.map(() => found(first)));
    expect(fetched).toMatchObject(fetched.map(() => found(second)));
  });

  test('what a clone left that was killed is swept, and never taken for a mirror', async () => {
    const { commit, git } = aRepository(join(dir, 'server/acme/lib.git'));
    const head = commit({ a: '1' });
    git('tag', 'v1.0.0');
    await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }));
    const repositories = join(dir, '.slipway/repositories');
    const mirror = readdirSync(repositories).find((name) => name.endsWith('.git')) ?? '';
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const left = unfinishedName(`${mirror}.unfinished.`).replace(`.${process.pid}.`, `.${dead}.`);
    renameSync(join(repositories, mirror), join(repositories, left));

    const resolution = await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }));

    expect(resolution).toMatchObject(found(head));
    expect(readdirSync(repositories).toSorted()).toEqual(['.gitignore', mirror]);
  });

  test('a commit that no branch reaches is fetched by its id', async () => {
    const { commit, git } = aRepository(join(dir, 'server/acme/lib.git'));
    commit({ a: '1' });
    git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    git('checkout', '--quiet', '--detach');
    const lost = commit({ a: '2' });
    git('checkout', '--quiet', 'main');

    const resolution = await sourcesIn(dir).resolve(aComponent({ repository: 'acme/lib' }, { commit: lost }));

    expect(resolution).toMatchObject(found(lost));
  });

  test('a bundle is fetched from', async () => {
    const { commit, git } = aRepository(join(dir, 'origin'));
    const head = commit({ a: '1' });
    git('tag', 'v1.0.0');
    git('bundle', 'create', '--quiet', join(dir, 'lib.bundle'), '--all');

    await expect(sourcesIn(dir).resolve(aComponent({ repository: './lib.bundle' }))).resolves.toMatchObject(
      found(head),
    );
  });

  test('addresses and names that git would run or take for options are harmless', async () => {
    aRepository(join(dir, 'lib')).commit({ a: '1' });
    const trap = join(dir, 'trap');
    const harmful = [
      aComponent({ repository: `ext::sh -c "touch ${trap}"` }),
      aComponent({ repository: `ext://touch ${trap}` }),
      aComponent({ repository: `--upload-pack=touch ${trap}:x` }),
      aComponent({ path: 'lib', ref: `--output=${trap}` }, { tag: '--help' }),
    ];

    const answers = await Promise.all(harmful.map((component) => sourcesIn(dir).resolve(component)));

    expect(answers.map(({ status }) => status)).toEqual(harmful.map(() => 'refused'));
    expect(existsSync(trap)).toBe(false);
  });
});
