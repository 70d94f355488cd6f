import { type Fault, withDouble } from '@slipway/github-double';
import { aRun, building, minutes, runsOn } from './a-run.js';

const cancel = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel';
const rerun = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs';

test.each(['success', 'failure', 'timed_out', 'stale', 'vanished'])(
  'the conclusion %s is told as it is',
  (conclusion) =>
    withDouble(building(), async (double) => {
      const runs = runsOn(double);
      double.runs.script('acme/core', 'build.yml', { conclusion });
      const run = await aRun(runs);
      const begun = double.clock.now();
      await double.advance(minutes(10));

      const standing = await runs.standing(run);

      expect(standing).toMatchObject({ stage: 'completed', attempt: 1, conclusion, startedAt: begun });
      expect(standing.run).toEqual({ ...run, nodeId: expect.stringMatching(/^WFR_/) });
      expect(standing.updatedAt).toBeGreaterThan(begun);
    }),
);

test("a person's rerun is the next attempt of the same run, and has no conclusion yet", () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    double.runs.script('acme/core', 'build.yml', ({ attempt }) => ({
      conclusion: attempt === 1 ? 'timed_out' : 'success',
    }));
    const run = await aRun(runs);
    await double.advance(minutes(10));
    const first = await runs.standing(run);
    double.runs.rerun(run.id, { by: 'ada' });

    const second = await runs.standing(run);

    expect([first, second].map(({ attempt, stage, conclusion }) => [attempt, stage, conclusion])).toEqual([
      [1, 'completed', 'timed_out'],
      [2, 'queued', null],
    ]);
  }));

test('what has not changed is asked for free', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const run = await aRun(runs);

    await runs.standing(run);
    await runs.standing(run);

    expect(double.log.entries.map(({ status, charged }) => [status, charged])).toEqual([
      [200, true],
      [200, true],
      [304, false],
    ]);
  }));

test.each<Fault>([{ kind: 'reset-after' }, { kind: 'unavailable', status: 502 }, { kind: 'slow', ms: 1 }])(
  'a run is cancelled although the request meets $kind, and one that has ended is left alone',
  (fault) =>
    withDouble(building(), async (double) => {
      const runs = runsOn(double);
      const run = await aRun(runs);
      await double.advance(30_000);
      double.faults.add({ fault, on: cancel });

      await double.drive(runs.cancel(run));
      await double.advance(minutes(1));
      await runs.cancel(run);

      expect(await runs.standing(run)).toMatchObject({ stage: 'completed', conclusion: 'cancelled' });
    }),
);

test('failed jobs are done again under the next attempt; a lost answer leaves it open, and asking tells', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    double.runs.script('acme/core', 'build.yml', ({ attempt }) => ({
      conclusion: attempt < 3 ? 'failure' : 'success',
    }));
    const run = await aRun(runs);
    await double.advance(minutes(10));

    const done = await runs.rerunFailed(run);
    await double.advance(minutes(10));
    double.faults.add({ fault: { kind: 'reset-after' }, on: rerun });
    const unknown = await runs.rerunFailed(run);

    expect([done, unknown]).toEqual([{ status: 'done', value: null }, { status: 'unknown' }]);
    expect(await runs.standing(run)).toMatchObject({ attempt: 3, stage: 'queued' });
    expect(double.log.effects('run-rerun')).toHaveLength(2);
  }));

test('a rerun that GitHub does not do is no missing permission', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const run = await aRun(runs);
    const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { actions: 'read' } });

    const again = (of: typeof runs) =>
      of.rerunFailed(run).catch(({ findings }: { findings: readonly { code: string; what: string }[] }) => findings);

    expect(await again(runs)).toMatchObject([{ code: 'conflict', what: expect.stringContaining('already running') }]);
    expect(await again(runsOn(double, token))).toMatchObject([{ code: 'missing-permission' }]);
    await double.advance(minutes(10));
    expect(await again(runs)).toMatchObject([{ code: 'conflict', what: expect.stringContaining('cannot be retried') }]);
  }));

test('the time of the server is that of its last answer, unchanged ones too', () =>
  withDouble(building(), async (double) => {
    const runs = runsOn(double);
    const before = runs.serverTime();
    const run = await aRun(runs);
    await runs.standing(run);
    await double.advance(1000);
    await runs.standing(run);

    expect([before, runs.serverTime()]).toEqual([0, double.clock.now()]);
    expect(double.log.entries.at(-1)?.status).toBe(304);
  }));
