import { withDouble } from '../double.js';
import { asAda, asker, core } from '../testing/acme.js';
import { building, releaseYaml, startBuild } from '../testing/build.js';

const minute = 60_000;

test('lists are filtered, paged, and stop at a thousand where they are filtered', () =>
  withDouble(
    building(),
    async (double) => {
      const ask = asAda(double);
      for (let index = 0; index < 1001; index += 1) await startBuild(ask);
      const bob = asker(double, double.token({ kind: 'classic', user: 'bob' }));
      await double.advance(minute);
      await ask('POST', `${core}/git/refs`, {
        ref: 'refs/tags/v9',
        sha: double.world.repository('acme/core')?.git.branch('main'),
      });
      await startBuild(bob);
      const runs = `${core}/actions/runs`;
      const count = async (query: string) => (await ask('GET', `${runs}?per_page=1&${query}`)).body.total_count;
      const moment = (ms: number) => new Date(double.clock.now() + ms).toISOString();

      expect(await count('')).toBe(1003);
      expect(await count('event=workflow_dispatch')).toBe(1000);
      expect(await count('event=push&branch=v9')).toBe(1);
      expect(await count('actor=bob')).toBe(1);
      expect(await count('status=success')).toBe(0);
      expect(await count('status=queued')).toBe(2);
      expect(await count(`created=%3E%3D${moment(0)}`)).toBe(2);
      expect(await count(`created=%3E${moment(0)}`)).toBe(0);
      expect(await count(`created=%3C${moment(-minute)}`)).toBe(0);
      expect(await count(`created=%3C%3D${moment(-minute)}`)).toBe(1000);
      expect(await count(`created=${moment(-1000)}..*`)).toBe(2);
      expect(await count('created=2026-01-05')).toBe(1000);
      const { body, headers } = await ask('GET', `${runs}?per_page=100&page=11`);
      expect(body.workflow_runs).toHaveLength(3);
      expect(headers.get('link')).toContain('rel="prev"');
    },
    { limits: 'off' },
  ));

test('a run may be listed late, and a stale list tells neither new runs nor new states', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', { listedAfter: '10s' });
    const list = async () => (await ask('GET', `${core}/actions/runs`)).body.workflow_runs.length;
    const run = await startBuild(ask);

    const early = [await list(), (await ask('GET', run)).status];
    await double.advance(10_000);
    const late = await list();
    await double.advance(10 * minute);
    double.faults.add({
      fault: { kind: 'stale', ms: 10 * minute },
      on: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
    });
    const stale = await ask('GET', run);
    const fresh = await ask('GET', run);

    expect([early, late]).toEqual([[0, 200], 1]);
    expect([stale.body.status, fresh.body.status]).toEqual(['in_progress', 'completed']);
  }));

test('a run is deleted when it has ended', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const run = await startBuild(ask);

    const early = await ask('DELETE', run);
    await double.advance(10 * minute);
    const late = await ask('DELETE', run);

    expect([early.status, late.status, (await ask('GET', run)).status]).toEqual([403, 204, 404]);
  }));

test.each([
  [`${core}/actions/runs/1`],
  [`${core}/actions/runs/1/jobs`],
  [`${core}/actions/runs/1/approvals`],
  [`${core}/actions/runs/1/pending_deployments`],
  [`${core}/actions/jobs/1`],
  [`${core}/actions/workflows/1/runs`],
  [`${core}/environments/none`],
])('GET %s answers 404', (path) =>
  withDouble(building(releaseYaml), async (double) => {
    expect((await asAda(double)('GET', path)).status).toBe(404);
  }),
);
