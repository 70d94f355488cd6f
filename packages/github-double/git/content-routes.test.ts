import { withDouble } from '../double.js';
import { acme, asAda, core } from '../testing/acme.js';

test('a file is changed only by who knows what stands there, and each change is a commit', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const { body: before } = await ask('GET', `${core}/contents/README.md`);
    const change = { message: 'change', content: Buffer.from('new\n').toString('base64') };

    const blind = await ask('PUT', `${core}/contents/README.md`, change);
    const wrong = await ask('PUT', `${core}/contents/README.md`, { ...change, sha: '0'.repeat(40) });
    const right = await ask('PUT', `${core}/contents/README.md`, { ...change, sha: before.sha });
    const gone = await ask('DELETE', `${core}/contents/src/a.txt`, {
      message: 'less',
      sha: (await ask('GET', `${core}/contents/src/a.txt`)).body.sha,
    });

    expect([blind.status, wrong.status, right.status, gone.status]).toEqual([422, 409, 200, 200]);
    expect((await ask('GET', `${core}/contents/src/a.txt`)).status).toBe(404);
    expect((await ask('GET', `${core}/contents/src/a.txt?ref=v1.0.0`)).status).toBe(200);
    expect((await ask('GET', `${core}/commits?path=README.md`)).body).toHaveLength(2);
  }));

test('folders are listed; a ref that is not there is named', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);

    const root = await ask('GET', `${core}/contents/`);
    const lost = await ask('GET', `${core}/contents/README.md?ref=none`);

    expect(root.body.map(({ name, type }: { name: string; type: string }) => `${type} ${name}`)).toEqual([
      'dir .github',
      'file README.md',
      'dir src',
    ]);
    expect(lost).toMatchObject({ status: 404, body: { message: 'No commit found for the ref none' } });
  }));

test('what lies between two commits: counts, commits, files', () =>
  withDouble(
    acme().repository('acme/two', {
      commits: [
        { message: 'one', files: { 'a.txt': '1\n' }, tags: ['v1'] },
        { message: 'two', files: { 'a.txt': '1\n2\n' }, tags: ['v2'] },
      ],
      branches: { 'feature/x': { 'b.txt': 'b\n' } },
    }),
    async (double) => {
      const ask = asAda(double);

      const ahead = await ask('GET', '/repos/acme/two/compare/v1...v2');
      const behind = await ask('GET', '/repos/acme/two/compare/feature%2Fx...v1');
      const slashes = await ask('GET', '/repos/acme/two/branches/feature/x');
      const none = await ask('GET', '/repos/acme/two/compare/v1...v9');

      expect(ahead.body).toMatchObject({
        status: 'ahead',
        ahead_by: 1,
        behind_by: 0,
        commits: [{ commit: { message: 'two' } }],
      });
      expect(ahead.body.files).toMatchObject([{ filename: 'a.txt', status: 'modified', additions: 1, deletions: 0 }]);
      expect(behind.body).toMatchObject({ status: 'behind', behind_by: 2 });
      expect([slashes.body.name, none.status]).toEqual(['feature/x', 404]);
    },
  ));
