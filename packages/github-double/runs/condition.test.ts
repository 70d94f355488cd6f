import { withDouble } from '../double.js';
import { asAda } from '../testing/acme.js';
import { building, startBuild, statesOf } from '../testing/build.js';
import type { RunScript } from './script.js';

const minute = 60_000;

/** How a run of these jobs stands after ten minutes, and what of their file could not be evaluated. */
async function ended(jobs: string, script: RunScript, inputs: object = {}): Promise<readonly string[]> {
  let seen: readonly string[] = [];
  const yaml = `
on: { workflow_dispatch: { inputs: { dry-run: { type: boolean, default: false } } } }
jobs:
${jobs}`;
  await withDouble(building(yaml).environment('release', { reviewers: ['ada'] }), async (double) => {
    const ask = asAda(double);
    double.runs.script('acme/core', 'build.yml', script);
    const run = await startBuild(ask, inputs);
    await double.advance(10 * minute);
    seen = [await statesOf(ask, run), ...double.violations.take().map(({ reason }) => reason)];
  });
  return seen;
}

const release = `
  prepare: { runs-on: ubuntu-latest }
  publish:
    needs: prepare
    if: needs.prepare.outputs.status == 'prepared'
    environment: release
    runs-on: ubuntu-latest
`;
const putsOut = (status: string): RunScript => ({ jobs: { prepare: { outputs: { status } } } });

test.each([
  ['prepared', '1: waiting, prepare success, publish waiting'],
  ['built', '1: success, prepare success, publish skipped'],
])('nobody is asked to approve a job whose condition does not hold: %s', async (status, states) => {
  expect(await ended(release, putsOut(status))).toEqual([states]);
});

test('a job that failed lets no condition hold that does not ask for failures, whatever it had put out', async () => {
  const script = { jobs: { prepare: { outputs: { status: 'prepared' }, conclusion: 'failure' as const } } };

  expect(await ended(release, script)).toEqual(['1: failure, prepare failure, publish skipped']);
});

const chain = (condition: string) => `
  a: { runs-on: x }
  b: { needs: a, runs-on: x, if: always() }
  c: { needs: b, runs-on: x, if: "${condition}" }
`;

test.each([
  ['true', 'skipped'],
  ['${{ success() }}', 'skipped'],
  ['failure()', 'success'],
  ['!cancelled() && !inputs.dry-run', 'success'],
  ["always() && needs.b.result == 'success'", 'success'],
  ["always() && needs.b.result == 'failure()'", 'skipped'],
])('of a job before whose need one has failed, %s is %s', async (condition, conclusion) => {
  const script = { jobs: { a: { conclusion: 'failure' as const } } };

  expect(await ended(chain(condition), script)).toEqual([`1: failure, a failure, b success, c ${conclusion}`]);
});

test('an input that is a boolean is one in a condition', async () => {
  expect(await ended(chain('!inputs.dry-run'), {}, { 'dry-run': 'true' })).toEqual([
    '1: success, a success, b success, c skipped',
  ]);
});

test('a condition that cannot be evaluated fails the test, and runs nothing', async () => {
  expect(await ended(chain("hashFiles('x') != ''"), {})).toEqual([
    '1: success, a success, b success, c skipped',
    expect.stringContaining('the double cannot evaluate'),
  ]);
});

test('outputs of a job that was executed, and of which nobody has told, are not guessed', () =>
  withDouble(building(`on: workflow_dispatch\njobs:\n${release}`), async (double) => {
    const ask = asAda(double);
    double.runs.execute('acme/core', 'build.yml', async () => ({ conclusion: 'success' }));
    const run = await startBuild(ask, {});
    while ((await ask('GET', run)).body.status !== 'completed') await double.drive(double.clock.sleep(minute));

    expect(await statesOf(ask, run)).toBe('1: success, prepare success, publish skipped');
    expect(double.violations.take()).toMatchObject([
      { field: 'expression', reason: 'the double does not know the outputs of the job prepare' },
    ]);
  }));
