import { withDouble } from '../double.js';
import { asAda, asker, core } from '../testing/acme.js';
import { building, buildYaml, dispatches } from '../testing/build.js';

const dispatch = (inputs: object = { marker: 'm1' }, more: object = {}) => ({ ref: 'main', inputs, ...more });

test('a repository dispatch answers 204 whether anybody listens or not, and only the default branch does', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);

    const unheard = await ask('POST', `${core}/dispatches`, { event_type: 'other' });
    const heard = await ask('POST', `${core}/dispatches`, {
      event_type: 'slipway-build',
      client_payload: { marker: 'm9' },
    });
    const large = await ask('POST', `${core}/dispatches`, {
      event_type: 'slipway-build',
      client_payload: { marker: 'x'.repeat(65_536) },
    });

    expect([unheard.status, heard.status, large.status]).toEqual([204, 204, 422]);
    expect(large.body.message).toBe('client_payload is too large.');
    expect(double.runs.of('acme/core')).toMatchObject([
      { event: 'repository_dispatch', title: 'build m9', ref: 'refs/heads/main', actor: { login: 'ada' } },
    ]);
  }));

test("a workflow's own token dispatches in its repository and nowhere else; a reader cannot", () =>
  withDouble(building().repository('acme/app').workflow('build.yml', buildYaml), async (double) => {
    const own = asker(
      double,
      double.token({ kind: 'workflow', repository: 'acme/core', permissions: { actions: 'write', contents: 'write' } }),
    );
    const eve = asker(double, double.token({ kind: 'classic', user: 'eve' }));
    const elsewhere = '/repos/acme/app/actions/workflows/build.yml/dispatches';

    const replies = [
      await own('POST', dispatches, dispatch()),
      await own('POST', elsewhere, dispatch()),
      await own('POST', '/repos/acme/app/dispatches', { event_type: 'slipway-build' }),
      await eve('POST', dispatches, dispatch()),
    ];

    expect(replies.map(({ status }) => status)).toEqual([204, 403, 403, 403]);
    expect(replies[1]?.body.message).toBe('Resource not accessible by integration');
    expect(double.runs.of('acme/core')).toMatchObject([{ actor: { login: 'github-actions[bot]' } }]);
  }));

test.each([
  ['refs/tags/v2.0.0', 'ada', 1],
  ['refs/tags/nightly', 'ada', 0],
  ['refs/heads/feature', 'ada', 0],
  ['refs/slipway/ledger/1', 'ada', 0],
  ['refs/tags/v2.0.0', 'workflow', 0],
])('making %s with the token of %s starts %i runs', (ref, who, runs) =>
  withDouble(building(), async (double) => {
    const workflow = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'write' } });
    const ask = who === 'ada' ? asAda(double) : asker(double, workflow);
    const sha = double.world.repository('acme/core')?.git.branch('main') ?? '';

    const { status } = await ask('POST', `${core}/git/refs`, { ref, sha });

    expect(status).toBe(201);
    expect(double.runs.of('acme/core').map(({ event, ref: of }) => [event, of])).toEqual(
      Array.from({ length: runs }, () => ['push', ref]),
    );
  }),
);

test('a published release and an ended run start the workflows that listen to them', () =>
  withDouble(
    building()
      .workflow('announce.yml', 'on: { release: { types: [published] } }\njobs: { a: { runs-on: x } }')
      .workflow('after.yml', 'on: { workflow_run: { workflows: [Build], types: [completed] } }\njobs: { a: {} }'),
    async (double) => {
      const ask = asAda(double);

      await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0' });
      await ask('POST', dispatches, dispatch());
      await double.advance(3_600_000);

      expect(double.runs.of('acme/core').map(({ event, workflow }) => [event, workflow.path])).toEqual([
        ['release', '.github/workflows/announce.yml'],
        ['workflow_dispatch', '.github/workflows/build.yml'],
        ['workflow_run', '.github/workflows/after.yml'],
      ]);
    },
  ));
