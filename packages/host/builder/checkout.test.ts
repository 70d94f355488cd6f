import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepository, gitEnv } from '../sources/a-repository.js';
import { aBuilder, commitOf, failedWith, outOf, sh } from './a-builder.js';
import { aControl, anOrder } from './an-order.js';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-checkout-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a clean checkout', () => {
  test('has what was committed; uncommitted work neither leaks in nor is touched', async () => {
    const { commit, folder, git } = aRepository(join(dir, 'lib'));
    const head = commit({ a: 'committed', '.gitattributes': '*.txt text eol=lf\n' });
    git('tag', 'v1.0.0');
    writeFileSync(join(folder, 'a'), 'changed');
    writeFileSync(join(folder, 'staged'), 'x');
    git('add', 'staged');
    writeFileSync(join(folder, 'untracked'), 'x');
    const entries = (): unknown => [
      readdirSync(folder),
      readdirSync(join(folder, '.git')),
      readFileSync(join(folder, '.git/index')),
      git('worktree', 'list'),
    ];
    const before = entries();

    const order = anOrder(
      commitOf(folder, head),
      sh('{ ls; cat a; echo; git status --short; git describe --tags; } > out; echo dirt > a'),
    );
    const builder = aBuilder(dir);
    const outcome = await builder.build(order, aControl());
    await builder.tidied?.();

    expect(outOf(dir, outcome)).toBe('a\nout\ncommitted\n?? out\nv1.0.0\n');
    expect(entries()).toEqual(before);
    expect(existsSync(join(dir, '.slipway/work/lib'))).toBe(false);
  });

  test('brings its submodules, whose relative addresses start at the origin of the user’s checkout', async () => {
    const inner = aRepository(join(dir, 'origin/inner'));
    inner.commit({ b: 'from the submodule' });
    const outer = aRepository(join(dir, 'origin/outer'));
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../inner', 'vendor/inner');
    const head = outer.commit({ a: '1' });
    outer.git('clone', '--quiet', outer.folder, join(dir, 'lib'));
    outer.git('remote', 'add', 'origin', outer.folder);

    const order = anOrder(commitOf(join(dir, 'lib'), head), ['cp', 'vendor/inner/b', 'out']);
    const outcome = await aBuilder(dir).build(order, aControl());

    expect(outOf(dir, outcome)).toBe('from the submodule');
  });

  test('fetches large files where git-lfs is there and a folder asks for it', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const head = commit({ 'assets/.gitattributes': '*.bin filter=lfs\n', 'assets/a.bin': 'pointer' });
    mkdirSync(join(dir, 'bin'));
    // Stands in for git-lfs, which few machines have: `pull` puts the content where the pointer was.
    writeFileSync(join(dir, 'bin/git-lfs'), '#!/bin/sh\ncase $1 in pull) printf large > assets/a.bin;; esac\n');
    chmodSync(join(dir, 'bin/git-lfs'), 0o755);
    const settings = join(dir, 'gitconfig');
    writeFileSync(settings, '[filter "lfs"]\n\tprocess = false\n\tsmudge = false\n\trequired = true\n');
    const environment = { ...gitEnv, PATH: `${join(dir, 'bin')}:${gitEnv['PATH']}`, GIT_CONFIG_GLOBAL: settings };

    const order = anOrder(commitOf(folder, head), ['cp', 'assets/a.bin', 'out']);
    const outcome = await aBuilder(dir, { environment }).build(order, aControl());

    expect(outOf(dir, outcome)).toBe('large');
  });

  test('comes from a mirror that is made again when somebody deleted it', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const head = commit({ a: 'mirrored' });

    const order = anOrder(commitOf(`file://${folder}`, head), ['cp', 'a', 'out']);
    const outcome = await aBuilder(dir).build(order, aControl());

    expect(outOf(dir, outcome)).toBe('mirrored');
    const kept = readdirSync(join(dir, '.slipway/repositories'));
    expect(kept).toEqual(['.gitignore', expect.stringMatching(/^lib-[0-9a-f]{12}\.git$/)]);
  });

  test('gives up the mirror that is being made again when the build is to stop', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const control = aControl();
    const order = anOrder(commitOf(`git://127.0.0.1:${port}/lib`, 'a'.repeat(40)), ['true']);

    const building = aBuilder(dir).build(order, control);
    await once(server, 'connection');
    control.abort('interrupted');
    const outcome = await building;
    server.close();

    expect(outcome).toMatchObject(failedWith('stopped', 'interrupted'));
    expect(readdirSync(join(dir, '.slipway/repositories'))).toEqual(['.gitignore']);
  });

  test('that cannot be made is told with git’s words', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    commit({ a: '1' });

    const outcome = await aBuilder(dir).build(anOrder(commitOf(folder, 'a'.repeat(40)), ['true']), aControl());

    expect(outcome).toMatchObject(
      failedWith('infrastructure', `git cannot check out ${'a'.repeat(40)} of ${folder}: `),
    );
    expect(outcome).toMatchObject({ failure: { log: '', tail: [] } });
  });

  test('of a failed attempt stays to be looked at, and is gone for the next', async () => {
    const { commit, folder } = aRepository(join(dir, 'lib'));
    const source = commitOf(folder, commit({ a: '1' }));
    const work = join(dir, '.slipway/work/lib/source');

    await aBuilder(dir).build(anOrder(source, sh('touch left; exit 1')), aControl());
    const left = existsSync(join(work, 'left'));
    const next = await aBuilder(dir).build(anOrder(source, sh('ls > out')), aControl());

    expect(left).toBe(true);
    expect(outOf(dir, next)).toBe('a\nout\n');
  });
});
