import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDouble } from '../double.js';
import { acme, asAda, core } from '../testing/acme.js';
import { isRefName, RefStore } from './refs.js';

test('of two writers who read the same tip, the second is told that its update is no fast forward', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: tip } = await ask('GET', `${core}/git/ref/heads/main`);
    const { body: commit } = await ask('GET', `${core}/git/commits/${tip.object.sha}`);
    const write = async (message: string) =>
      (await ask('POST', `${core}/git/commits`, { message, tree: commit.tree.sha, parents: [commit.sha] })).body.sha;
    await ask('POST', `${core}/git/refs`, { ref: 'refs/slipway/runs/1', sha: commit.sha });
    const [first, second] = [await write('first'), await write('second')];

    const winner = await ask('PATCH', `${core}/git/refs/slipway/runs/1`, { sha: first, force: false });
    const loser = await ask('PATCH', `${core}/git/refs/slipway/runs/1`, { sha: second, force: false });

    expect(winner.status).toBe(200);
    expect(loser).toMatchObject({ status: 422, body: { message: 'Update is not a fast forward' } });
    expect(double.log.effects('ref-updated')).toMatchObject([{ ref: 'refs/slipway/runs/1', after: first }]);
  }));

test('a ref that is not there cannot be moved or deleted, and 422 says so, not 404', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: tip } = await ask('GET', `${core}/git/ref/heads/main`);

    const moved = await ask('PATCH', `${core}/git/refs/heads/none`, { sha: tip.object.sha });
    const deleted = await ask('DELETE', `${core}/git/refs/heads/none`);

    expect([moved, deleted]).toMatchObject([
      { status: 422, body: { message: 'Reference does not exist' } },
      { status: 422, body: { message: 'Reference does not exist' } },
    ]);
  }));

test('a ref is created once, found by its beginning, and gone when it was deleted', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: tip } = await ask('GET', `${core}/git/ref/heads/main`);
    const ref = { ref: 'refs/slipway/a/b', sha: tip.object.sha };

    const statuses = [
      await ask('POST', `${core}/git/refs`, ref),
      await ask('POST', `${core}/git/refs`, ref),
      await ask('POST', `${core}/git/refs`, { ...ref, ref: 'refs/slipway/a/b/c' }),
      await ask('POST', `${core}/git/refs`, { ...ref, ref: 'refs/short' }),
      await ask('POST', `${core}/git/refs`, { ...ref, ref: 'refs/heads/a b' }),
      await ask('POST', `${core}/git/refs`, { ref: 'refs/heads/new', sha: '0'.repeat(40) }),
      await ask('GET', `${core}/git/matching-refs/slipway/`),
      await ask('DELETE', `${core}/git/refs/slipway/a/b`),
      await ask('GET', `${core}/git/ref/slipway/a/b`),
    ].map(({ status, body }) => [status, body.message ?? body[0]?.ref]);

    expect(statuses).toEqual([
      [201, undefined],
      [422, 'Reference already exists'],
      [422, 'Reference update failed'],
      [422, 'Reference name must contain at least three slash-separated components.'],
      [422, 'refs/heads/a b is not a valid ref name.'],
      [422, 'Object does not exist'],
      [200, 'refs/slipway/a/b'],
      [204, undefined],
      [404, 'Not Found'],
    ]);
  }));

test('what git moves on disk is taken over, and what was moved here meanwhile stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refs-'));
  const refs = new RefStore(folder);
  for (const name of ['refs/heads/a/b', 'refs/heads/gone', 'refs/heads/main', 'refs/heads/ours']) refs.set(name, 'old');
  refs.toDisk();

  refs.set('refs/heads/ours', 'ours');
  writeFileSync(join(folder, 'refs/heads/main'), 'git\n');
  rmSync(join(folder, 'refs/heads/gone'));
  rmSync(join(folder, 'refs/heads/a/b')); // git leaves the folder for a while
  refs.fromDisk();
  refs.set('refs/heads/a', 'file');
  refs.toDisk();
  const taken = refs.list('refs/heads/').map(({ name, sha }) => `${name} ${sha}`);
  refs.fromDisk();
  const written = refs.list('refs/heads/').map(({ name, sha }) => `${name} ${sha}`);
  rmSync(folder, { recursive: true });

  expect(taken).toEqual(['refs/heads/a file', 'refs/heads/main git', 'refs/heads/ours ours']);
  expect(written).toEqual(taken);
});

test.each([
  ['refs/heads/main', true],
  ['refs/slipway/runs/1.0/state', true],
  ['refs/heads', false],
  ['heads/main', false],
  ['refs/heads/.hidden', false],
  ['refs/heads/a..b', false],
  ['refs/heads/a.lock', false],
  ['refs/heads/a//b', false],
  ['refs/heads/a\u0007', false],
])('whether %s may be a ref: %s', (name, may) => {
  expect(isRefName(name)).toBe(may);
});
