import { type Double, withDouble } from '../double.js';
import { asAda, type Ask } from '../testing/acme.js';
import { building, startBuild, statesOf } from '../testing/build.js';

test('a run that is executed starts with its runner and ends with what it was; others are told of it', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const told: string[] = [];
    double.runs.watch(({ kind, run }) => told.push(`${kind} ${run.event}`));
    double.runs.execute('acme/core', 'build.yml', async ({ inputs, repository }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { conclusion: inputs['marker'] === 'x' ? 'success' : 'failure', jobs: { [repository]: 'skipped' } };
    });

    const run = await startBuild(ask);
    await double.drive(untilCompleted(double, ask, run));

    expect(await statesOf(ask, run)).toBe('1: success, compile success, pack success');
    expect(told).toEqual([
      'requested workflow_dispatch',
      'in_progress workflow_dispatch',
      'completed workflow_dispatch',
    ]);
  }));

test('an execution that breaks fails its run and the test', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    double.runs.execute('acme/core', 'build.yml', () => Promise.reject(new Error('act is not there')));
    const run = await startBuild(ask);
    await double.drive(untilCompleted(double, ask, run));

    expect(await statesOf(ask, run)).toBe('1: failure, compile failure, pack skipped');
    expect(double.violations.take()).toMatchObject([{ field: 'execution', reason: 'act is not there' }]);
  }));

async function untilCompleted(double: Double, ask: Ask, run: string): Promise<void> {
  while ((await ask('GET', run)).body.status !== 'completed') await double.clock.sleep(5000);
}
