import { withDouble } from '@slipway/github-double';
import { aClient, core } from '../client/a-client.js';
import { aRun, aSearch, building, byEvent, byWorkflow, minutes, runsOn } from './a-run.js';

const marker = 'set.1/core/1';
const list = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';

test("a stranger's runs with the same title are not taken for ours, and the newest is not either", () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const ours = await aRun(runs);
    const strangers = runsOn(double, double.token({ kind: 'classic', user: 'bob' }));
    await aRun(strangers);
    await strangers.start(core, byEvent(marker));
    const client = aClient(double);
    const { object } = await client.send('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...core, ref: 'heads/main' });
    await client.create('POST /repos/{owner}/{repo}/git/refs', {
      ...core,
      ref: `refs/heads/${marker}`,
      sha: object.sha,
    });

    const titles = double.runs.of('acme/core').map(({ event, actor, title }) => [event, actor.login, title]);
    expect(titles).toEqual([
      ['workflow_dispatch', 'ada', `build ${marker}`],
      ['workflow_dispatch', 'bob', `build ${marker}`],
      ['repository_dispatch', 'bob', `build ${marker}`],
      ['push', 'ada', `build ${marker}`],
    ]);
    expect(await runs.find(aSearch(marker))).toMatchObject([{ id: ours.id }]);
  }));

test('one event that starts two workflows gives two matches, unless the workflow is named', () =>
  withDouble(
    building().workflow('other.yml', 'run-name: set.1/core/1\non: repository_dispatch\njobs: { a: { runs-on: x } }'),
    async (double) => {
      const runs = runsOn(double);
      await runs.start(core, byEvent(marker));
      const search = aSearch(marker, { event: 'repository_dispatch' });

      const [any, named] = [await runs.find({ ...search, workflow: null }), await runs.find(search)];

      expect([any.length, named.length]).toEqual([2, 1]);
    },
  ));

test('a run that lists late is found as soon as it is listed, and asking until then is free', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    double.runs.script('acme/core', 'build.yml', { listedAfter: '30s' });
    const { id } = await aRun(runs);

    const early = [await runs.find(aSearch(marker)), await runs.find(aSearch(marker))];
    await double.advance(30_000);
    const late = await runs.find(aSearch(marker));

    expect(early).toEqual([[], []]);
    expect(late).toMatchObject([{ id }]);
    expect(double.log.count('charged')[list]).toBe(2);
  }));

test('of many pages all are read', () =>
  withDouble(
    building(),
    async (double) => {
      const runs = runsOn(double);
      const first = await aRun(runs);
      for (let count = 0; count < 100; count += 1) await aRun(runs, `set.1/core/1${count}`);

      expect(await runs.find(aSearch(marker))).toMatchObject([{ id: first.id }]);
    },
    { limits: 'off' },
  ));

test('runs from before are left out by the time of the server, whose clocks may differ a little', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    await runs.start(core, byWorkflow(marker));
    await double.advance(minutes(10));
    double.faults.add({ fault: { kind: 'skew', ms: 30_000 } });
    expect(await runs.find(aSearch('none'))).toEqual([]);
    const since = runs.serverTime();
    const { id } = await aRun(runs);

    const found = await runs.find(aSearch(marker, { since }));

    expect(since).toBe(double.clock.now() + 30_000);
    expect(found).toMatchObject([{ id }]);
    expect(await runs.find(aSearch(marker))).toHaveLength(2);
  }));

test.each(['truncated', 'reset-after', 'unavailable'] as const)(
  'a list whose answer is %s is asked for again',
  (kind) =>
    withDouble(building(), async (double) => {
      const runs = runsOn(double);
      const { id } = await aRun(runs);
      double.faults.add({ fault: kind === 'unavailable' ? { kind, status: 502 } : { kind }, on: list });

      expect(await double.drive(runs.find(aSearch(marker)))).toMatchObject([{ id }]);
    }),
);
