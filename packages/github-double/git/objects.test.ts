import { execFileSync } from 'node:child_process';
import { withDouble } from '../double.js';
import { acme, asAda, core } from '../testing/acme.js';
import { world } from '../world/builder.js';

test('a tree with content of its own, a commit and a ref: git reads back what was written', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: tip } = await ask('GET', `${core}/git/ref/heads/main`);
    const entries = [
      { path: 'runs/1/state.json', mode: '100644', type: 'blob', content: '{"schema":1}' },
      { path: 'src/a.txt', mode: '100644', type: 'blob', sha: null },
    ];
    const tree = await ask('POST', `${core}/git/trees`, { base_tree: tip.object.sha, tree: entries });

    const commit = await ask('POST', `${core}/git/commits`, {
      message: 'state',
      tree: tree.body.sha,
      parents: [tip.object.sha],
      author: { name: 'Ada', email: 'ada@example.org', date: '2026-01-01T00:00:00Z' },
    });
    await ask('POST', `${core}/git/refs`, { ref: 'refs/slipway/runs/1', sha: commit.body.sha });

    const folder = double.world.repository('acme/core')?.git.onDisk() ?? '';
    const git = (...rest: string[]) => execFileSync('git', ['-C', folder, ...rest], { encoding: 'utf8' });
    expect(git('show', `refs/slipway/runs/1:runs/1/state.json`)).toBe('{"schema":1}');
    expect(git('ls-tree', '-r', '--name-only', 'refs/slipway/runs/1').split('\n')).not.toContain('src/a.txt');
    expect(git('log', '-1', '--format=%an %at %s', 'refs/slipway/runs/1')).toBe('Ada 1767225600 state\n');
    expect(git('fsck', '--strict')).toBe('');
  }));

test('a blob comes back in base64, and an annotated tag leads to its commit', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: tip } = await ask('GET', `${core}/git/ref/heads/main`);
    const blob = await ask('POST', `${core}/git/blobs`, {
      content: Buffer.from([0, 255]).toString('base64'),
      encoding: 'base64',
    });
    const tag = await ask('POST', `${core}/git/tags`, {
      tag: 'v2',
      message: 'two',
      object: tip.object.sha,
      type: 'commit',
    });
    await ask('POST', `${core}/git/refs`, { ref: 'refs/tags/v2', sha: tag.body.sha });

    const read = await ask('GET', `${core}/git/blobs/${blob.body.sha}`);
    const ref = await ask('GET', `${core}/git/ref/tags/v2`);
    const object = await ask('GET', `${core}/git/tags/${tag.body.sha}`);
    const commit = await ask('GET', `${core}/commits/v2`);

    expect(Buffer.from(read.body.content, 'base64')).toEqual(Buffer.from([0, 255]));
    expect(ref.body.object).toMatchObject({ type: 'tag', sha: tag.body.sha });
    expect(object.body).toMatchObject({ tag: 'v2', object: { sha: tip.object.sha } });
    expect(commit.body.sha).toBe(tip.object.sha);
  }));

test('what is missing or malformed is refused in words', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const none = '0'.repeat(40);
    const replies = [
      await ask('GET', `${core}/git/blobs/${none}`),
      await ask('GET', `${core}/git/trees/${none}`),
      await ask('GET', `${core}/git/commits/${none}`),
      await ask('GET', `${core}/git/tags/${none}`),
      await ask('POST', `${core}/git/commits`, { message: 'x', tree: none }),
      await ask('POST', `${core}/git/trees`, { tree: [{ path: '../x', mode: '100644', content: 'x' }] }),
      await ask('POST', `${core}/git/trees`, { tree: [{ path: 'x', mode: '100644', sha: none }] }),
      await ask('POST', `${core}/git/tags`, { tag: 'x', message: 'x', object: none, type: 'commit' }),
    ];

    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 422, 422, 422, 422]);
  }));

test('the git data API of an empty repository answers 409; the contents API makes the first commit', () =>
  withDouble(world().user('ada').repository('ada/new', { files: {} }), async (double) => {
    const ask = asAda(double);

    const blob = await ask('POST', '/repos/ada/new/git/blobs', { content: 'x' });
    const file = await ask('PUT', '/repos/ada/new/contents/a.txt', { message: 'first', content: 'YQ==' });
    const read = await ask('GET', '/repos/ada/new/contents/a.txt', undefined, {
      accept: 'application/vnd.github.raw+json',
    });

    expect(blob).toMatchObject({ status: 409, body: { message: 'Git Repository is empty.' } });
    expect([file.status, read.body]).toEqual([201, 'a']);
  }));
