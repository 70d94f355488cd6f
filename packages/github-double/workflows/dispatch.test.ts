import { withDouble } from '../double.js';
import { asAda, core } from '../testing/acme.js';
import { building, buildYaml, dispatches } from '../testing/build.js';
import { dispatchSettingsOf } from './dispatch-routes.js';

const dispatch = (inputs: object = { marker: 'm1' }, more: object = {}) => ({ ref: 'main', inputs, ...more });

test('a dispatch starts a run of the ref, titled by its run-name, and tells it only when asked to', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);

    const silent = await ask('POST', dispatches, dispatch());
    const telling = await ask(
      'POST',
      dispatches,
      dispatch({ marker: 'm2' }, { ref: 'v1.0.0', return_run_details: true }),
    );
    const newest = await ask('POST', dispatches, dispatch({ marker: 'm3' }), { 'x-github-api-version': '2026-03-10' });
    const run = await ask('GET', telling.body.run_url);

    expect([silent.status, telling.status, newest.status]).toEqual([204, 200, 200]);
    expect(run.body).toMatchObject({
      id: telling.body.workflow_run_id,
      name: 'Build',
      display_title: 'build m2',
      path: '.github/workflows/build.yml',
      event: 'workflow_dispatch',
      status: 'queued',
      conclusion: null,
      head_branch: 'v1.0.0',
      run_number: 2,
      run_attempt: 1,
      actor: { login: 'ada' },
    });
    expect(double.log.effects('run-started').map(({ request }) => request)).toEqual([1, 2, 3]);
  }));

test.each([
  [{ ref: 'none' }, 'No ref found for: none'],
  [{ ref: '0'.repeat(40) }, `No ref found for: ${'0'.repeat(40)}`],
  [{ inputs: {} }, "Required input 'marker' not provided"],
  [{ inputs: { marker: 'x', who: 'y', why: 'z' } }, 'Unexpected inputs provided: ["who","why"]'],
  [
    { inputs: { marker: 'x', mode: 'slow' } },
    "Provided value 'slow' for input 'mode' not in the list of allowed values",
  ],
  [{ inputs: { marker: 'x', debug: '' } }, "Provided value '' for input 'debug' not in the list of allowed values"],
  [{ inputs: { marker: 'x'.repeat(65_536) } }, 'inputs are too large.'],
])('a dispatch with %j is refused', (body, message) =>
  withDouble(building(), async (double) => {
    const { status, body: answer } = await asAda(double)('POST', dispatches, { ...dispatch(), ...body });

    expect([status, answer.message]).toEqual([422, message]);
    expect(double.runs.of('acme/core')).toEqual([]);
  }),
);

test.each([
  ['on: push\njobs: { a: { runs-on: x } }', "Workflow does not have 'workflow_dispatch' trigger"],
  ['on: workflow_dispatch', 'failed to parse workflow: No jobs defined in `jobs`'],
  [
    'on: workflow_dispatch\njobs: { a: { needs: b } }',
    'failed to parse workflow: The workflow must contain at least one job with no dependencies.',
  ],
  [
    'on: workflow_dispatch\njobs: { c: {}, a: { needs: b } }',
    "failed to parse workflow: Job 'a' depends on unknown job 'b'.",
  ],
  [
    'on: workflow_dispatch\njobs: { c: {}, a: { needs: b }, b: { needs: a } }',
    "failed to parse workflow: Job 'a' depends on job 'b' which creates a cycle in the dependency graph.",
  ],
])('a file that says %j cannot be dispatched', (yaml, message) =>
  withDouble(building(yaml), async (double) => {
    const { status, body } = await asAda(double)('POST', dispatches, { ref: 'main' });

    expect([status, body.message]).toEqual([422, message]);
  }),
);

test('a workflow that only the default branch has is not dispatched elsewhere', () =>
  withDouble(
    building()
      .repository('acme/app', { branches: { old: { '.github/workflows/build.yml': null } } })
      .workflow('build.yml', buildYaml),
    async (double) => {
      const path = '/repos/acme/app/actions/workflows/build.yml/dispatches';

      const { body } = await asAda(double)('POST', path, dispatch({ marker: 'x' }, { ref: 'old' }));

      expect(body.message).toBe("Workflow does not have 'workflow_dispatch' trigger");
    },
  ));

test('a disabled workflow is not dispatched until it is enabled again', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const workflow = `${core}/actions/workflows/build.yml`;

    const off = await ask('PUT', `${workflow}/disable`);
    const refused = await ask('POST', dispatches, dispatch());
    const told = await ask('GET', workflow);
    const on = await ask('PUT', `${workflow}/enable`);
    const taken = await ask('POST', dispatches, dispatch());

    expect([off.status, refused.status, on.status, taken.status]).toEqual([204, 422, 204, 204]);
    expect(refused.body.message).toBe("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    expect(told.body).toMatchObject({ state: 'disabled_manually', name: 'Build', path: '.github/workflows/build.yml' });
  }));

test('an older server refuses the key that asks for the run, and tells none', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    dispatchSettingsOf(double.world).runDetails = 'refused';

    const asked = await ask('POST', dispatches, dispatch({ marker: 'x' }, { return_run_details: true }));
    const plain = await ask('POST', dispatches, dispatch());

    expect([asked.status, asked.body.message]).toEqual([
      422,
      'Invalid request.\n\n"return_run_details" is not a permitted key.',
    ]);
    expect(plain.status).toBe(204);
    expect(double.runs.of('acme/core')).toHaveLength(1);
  }));

test('the version of 2026-03-10 always tells the run and no longer knows the key that asked for it', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const newer = { 'x-github-api-version': '2026-03-10' };

    const told = await ask('POST', dispatches, dispatch(), newer);
    const refused = await ask('POST', dispatches, dispatch({ marker: 'x' }, { return_run_details: true }), newer);
    const older = await ask('POST', dispatches, dispatch(), { 'x-github-api-version': '2022-11-28' });

    expect(told.status).toBe(200);
    expect(double.runs.get(told.body.workflow_run_id).event).toBe('workflow_dispatch');
    expect([refused.status, older.status]).toEqual([422, 204]);
    expect(double.violations.take()).toMatchObject([{ field: 'body/return_run_details' }]);
  }));

test('a version that there never was is refused, with those that there are', () =>
  withDouble(building(), async (double) => {
    const { status, body } = await asAda(double)('GET', core, undefined, { 'x-github-api-version': 'v3' });

    expect([status, body.message]).toEqual([400, 'Bad Request']);
    expect(body.errors).toContain('"v3", is not a supported version');
    expect(body.errors).toContain('"2026-03-10" (most recent) and "2022-11-28".');
  }));

test('a title that the double cannot evaluate is a violation, on dispatch and on push, and the run starts', () =>
  withDouble(
    building('on: [workflow_dispatch, push]\nrun-name: ${{ hashFiles(github.ref) }}\njobs: { a: { runs-on: x } }'),
    async (double) => {
      const ask = asAda(double);

      const dispatched = await ask('POST', dispatches, { ref: 'main' });
      const pushed = await ask('PUT', `${core}/contents/b.txt`, { message: 'b', content: 'Yg==' });

      expect([dispatched.status, pushed.status]).toEqual([204, 201]);
      expect(double.runs.of('acme/core').map(({ title }) => title)).toEqual(
        Array(2).fill('${{ hashFiles(github.ref) }}'),
      );
      const violations = double.violations.take();
      expect(violations.map(({ request }) => request.replace(/[0-9a-f]{40}/, '…'))).toEqual(
        Array(2).fill('.github/workflows/build.yml at …: run-name'),
      );
      expect(violations[0]?.reason).toContain('the double cannot evaluate ${{ hashFiles(github.ref) }}');
    },
  ));

test('workflows are listed, found by id and by file, and missing ones are not', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const workflows = `${core}/actions/workflows`;

    const list = await ask('GET', workflows);
    const { id } = list.body.workflows[0];
    const replies = [
      await ask('GET', `${workflows}/${id}`),
      await ask('GET', `${workflows}/build.yml`),
      await ask('GET', `${workflows}/none.yml`),
      await ask('GET', `${workflows}/build.yml/runs?event=push&created=%3E%3D2026-01-01`),
    ];

    expect(list.body).toMatchObject({ total_count: 1, workflows: [{ name: 'Build', state: 'active' }] });
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
    expect(replies[1]?.body.id).toBe(id);
  }));
