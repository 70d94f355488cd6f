import { withDouble } from '@slipway/github-double';
import { acme, aClient, core } from '../client/a-client.js';
import { aRun, building, minutes, runsOn } from './a-run.js';
import { jobLiveness } from './liveness.js';

test('a job is alive until it has ended, also while it waits for a runner', () =>
  withDouble(building(), async (double) => {
    const client = aClient(double);
    const { id: run } = await aRun(runsOn(double));
    const states = async () => {
      const ask = (job: string) => jobLiveness(client, { repository: core, run, attempt: 1, job });
      return [await ask('compile'), await ask('Pack it')];
    };

    const first = await states();
    await double.advance(70_000);
    const second = await states();
    await double.advance(minutes(10));
    const third = await states();

    expect([first, second, third]).toEqual([
      ['alive', 'unknown'],
      ['dead', 'alive'],
      ['dead', 'dead'],
    ]);
  }));

test('a job of an attempt that was followed by another is dead, whatever that one does', () =>
  withDouble(building(), async (double) => {
    const { id: run } = await aRun(runsOn(double));
    await double.advance(minutes(10));
    double.runs.rerun(run, { by: 'ada' });
    const ask = (attempt: number) => jobLiveness(aClient(double), { repository: core, run, attempt, job: 'compile' });

    expect([await ask(1), await ask(2)]).toEqual(['dead', 'alive']);
  }));

test('a job of an unknown name is dead once all have ended, a run that is not there or not to be seen is unknown', () =>
  withDouble(building().repository('acme/secret', { private: true }), async (double) => {
    const { id: run } = await aRun(runsOn(double));
    const ask = (job: object) =>
      jobLiveness(aClient(double), { repository: core, run, attempt: 1, job: 'release (1)', ...job });

    const running = await ask({});
    await double.advance(minutes(10));

    expect([
      running,
      await ask({}),
      await ask({ run: 1 }),
      await ask({ repository: { owner: 'acme', repo: 'none' } }),
    ]).toEqual(['unknown', 'dead', 'unknown', 'unknown']);
    const token = double.token({ kind: 'workflow', repository: 'acme/secret', permissions: {} });
    const secret = { repository: { owner: 'acme', repo: 'secret' }, run: 1, attempt: 1, job: 'a' };
    expect(await jobLiveness(aClient(double, { token }), secret)).toBe('unknown');
  }));

test('an API that does not answer is told as that', () =>
  withDouble(acme(), async (double) => {
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, times: 99 });

    const asked = jobLiveness(aClient(double), { repository: core, run: 1, attempt: 1, job: 'a' }).catch(String);

    expect(await double.drive(asked)).toContain('GitHub does not answer');
  }));
