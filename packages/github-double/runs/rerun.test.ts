import { withDouble } from '../double.js';
import { asAda, core } from '../testing/acme.js';
import { building, idOf, startBuild, statesOf } from '../testing/build.js';

const minute = 60_000;

test('rerunning failed jobs keeps what succeeded, raises the attempt and leaves the earlier one as it was', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', ({ attempt }) => ({
      jobs: { pack: { conclusion: attempt === 1 ? 'failure' : 'success' } },
    }));
    const run = await startBuild(ask);

    const early = await ask('POST', `${run}/rerun-failed-jobs`);
    await double.advance(10 * minute);
    const again = await ask('POST', `${run}/rerun-failed-jobs`);
    const seen = [await statesOf(ask, run)];
    await double.advance(10 * minute);
    seen.push(await statesOf(ask, run));
    const green = await ask('POST', `${run}/rerun-failed-jobs`);
    const first = await ask('GET', `${run}/attempts/1`);
    const jobs = await ask('GET', `${run}/attempts/1/jobs`);
    const all = await ask('GET', `${run}/jobs?filter=all`);

    expect([early.status, early.body.message]).toEqual([403, 'This workflow is already running']);
    expect([again.status, green.status]).toEqual([201, 403]);
    expect(seen).toEqual(['2: queued, compile success, pack queued', '2: success, compile success, pack success']);
    expect(first.body).toMatchObject({ run_attempt: 1, conclusion: 'failure', previous_attempt_url: null });
    expect(jobs.body.jobs.map(({ conclusion }: Record<string, string>) => conclusion)).toEqual(['success', 'failure']);
    expect(all.body.total_count).toBe(4);
    expect((await ask('GET', `${run}/attempts/3`)).status).toBe(404);
  }));

test('one job is rerun with those that need it, and only from the current attempt', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const run = await startBuild(ask);
    await double.advance(10 * minute);
    const { body } = await ask('GET', `${run}/jobs`);
    const job = `${core}/actions/jobs/${body.jobs[0].id}`;

    const seen = await ask('GET', job);
    const again = await ask('POST', `${job}/rerun`);
    await double.advance(10 * minute);
    const late = await ask('POST', `${job}/rerun`);

    expect([seen.body.name, seen.body.steps.length, again.status]).toEqual(['compile', 4, 201]);
    expect([late.status, late.body.message]).toEqual([403, 'Only jobs from the current attempt can be re-run']);
    expect(double.runs.get(idOf(run)).attempts).toHaveLength(2);
  }));

test('what a person does on the page is seen by the API', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const [run, other] = [await startBuild(ask), await startBuild(ask)];
    double.runs.cancel(idOf(run));
    double.runs.forceCancel(idOf(other));
    double.runs.rerun(idOf(run), { by: 'bob' });

    const { body } = await ask('GET', run);

    expect(body).toMatchObject({ run_attempt: 2, actor: { login: 'ada' }, triggering_actor: { login: 'bob' } });
    expect(await statesOf(ask, other)).toBe('1: cancelled, compile cancelled, pack cancelled');
    expect(() => double.runs.rerun(idOf(run), { by: 'bob' })).toThrow('already running');
    expect(() => double.runs.get(1)).toThrow('there is no run 1');
  }));

test('a run is rerun fifty times, within thirty days', () =>
  withDouble(
    building(),
    async (double) => {
      const ask = asAda(double);
      const [often, old] = [await startBuild(ask), await startBuild(ask)];
      let reruns = 0;
      for (let index = 0; index < 52; index += 1) {
        await double.advance(5 * minute);
        reruns += (await ask('POST', `${often}/rerun`)).status === 201 ? 1 : 0;
      }
      await double.advance(31 * 24 * 60 * minute);

      const late = await ask('POST', `${old}/rerun`);

      expect([reruns, late.status]).toEqual([50, 403]);
    },
    { limits: 'off' },
  ));
