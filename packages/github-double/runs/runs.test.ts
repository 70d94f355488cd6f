import { withDouble } from '../double.js';
import { asAda, core } from '../testing/acme.js';
import { building, idOf, startBuild, statesOf } from '../testing/build.js';

const minute = 60_000;

test('a run waits for runners, runs its jobs in the order of their needs, and ends with its artifacts', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', {
      queuedFor: '30s',
      takes: '20m',
      artifacts: [{ name: 'core', files: { 'a.txt': 'a' } }],
    });
    const run = await startBuild(ask);

    const seen = [await statesOf(ask, run)];
    for (const ms of [30_000, 20 * minute, 30_000, 20 * minute]) {
      await double.advance(ms);
      seen.push(await statesOf(ask, run));
    }
    const artifacts = await ask('GET', `${run}/artifacts`);

    expect(seen).toEqual([
      '1: queued, compile queued',
      '1: in_progress, compile in_progress',
      '1: in_progress, compile success, pack queued',
      '1: in_progress, compile success, pack in_progress',
      '1: success, compile success, pack success',
    ]);
    expect(artifacts.body.artifacts).toMatchObject([{ name: 'core', workflow_run: { id: idOf(run) } }]);
  }));

test.each(['failure', 'cancelled', 'timed_out', 'neutral', 'skipped', 'action_required', 'stale', 'never-heard-of'])(
  'a run ends in %s',
  (conclusion) =>
    withDouble(building(), async (double) => {
      const ask = asAda(double);
      double.runs.script('acme/core', 'build.yml', { conclusion });
      const run = await startBuild(ask);
      await double.advance(60 * minute);

      const { body } = await ask('GET', run);
      const found = await ask('GET', `${core}/actions/runs?status=completed`);

      expect([body.status, body.conclusion, found.body.total_count]).toEqual(['completed', conclusion, 1]);
    }),
);

test('a run that fails at its start has no jobs', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', { conclusion: 'startup_failure' });

    const run = await startBuild(ask);

    expect(await statesOf(ask, run)).toBe('1: startup_failure');
    expect((await ask('POST', `${run}/rerun-failed-jobs`)).body.message).toBe('This workflow run cannot be retried');
  }));

test('a cancelled run ends its queued jobs at once and its running ones a little later; a forced one all at once', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', { takes: 'forever', cancelledAfter: '10s' });
    const [gentle, forced, queued] = [await startBuild(ask), await startBuild(ask), await startBuild(ask)];
    const early = await ask('POST', `${queued}/cancel`);
    await double.advance(minute);

    const seen = [await statesOf(ask, queued)];
    await ask('POST', `${gentle}/cancel`);
    await ask('POST', `${forced}/force-cancel`);
    seen.push(await statesOf(ask, gentle), await statesOf(ask, forced));
    await double.advance(10_000);
    seen.push(await statesOf(ask, gentle));
    const again = await ask('POST', `${gentle}/cancel`);

    expect(seen).toEqual([
      '1: cancelled, compile cancelled, pack cancelled',
      '1: in_progress, compile in_progress',
      '1: cancelled, compile cancelled, pack cancelled',
      '1: cancelled, compile cancelled, pack cancelled',
    ]);
    expect([early.status, again.status, again.body.message]).toEqual([
      202,
      409,
      'Cannot cancel a workflow run that is completed.',
    ]);
  }));

const grouped = (rest: string): string => `
on: { workflow_dispatch: { inputs: { group: {} } } }
concurrency: { group: 'g-\${{ inputs.group }}'${rest} }
jobs: { a: { runs-on: x } }
`;

test.each([
  ['', ['success', 'cancelled', 'success']],
  [', cancel-in-progress: true', ['cancelled', 'cancelled', 'success']],
  [', queue: max', ['success', 'success', 'success']],
])('in a concurrency group%s three runs at once end in %j, one after the other', (rest, conclusions) =>
  withDouble(building(grouped(rest)), async (double) => {
    const ask = asAda(double);
    const runs = [];
    for (let index = 0; index < 3; index += 1) runs.push(await startBuild(ask, { group: 'A' }));
    const other = await startBuild(ask, { group: 'b' });
    const last = await statesOf(ask, runs[2] ?? '');

    await double.advance(minute);
    const free = double.runs.get(idOf(other)).attempts[0]?.admittedAt;
    await double.advance(60 * minute);

    expect(last).toBe(rest.includes('cancel') ? '1: queued, a queued' : '1: pending');
    expect(free).not.toBeNull();
    expect(runs.map((run) => double.runs.get(idOf(run)).attempts[0]?.conclusion)).toEqual(conclusions);
  }),
);
