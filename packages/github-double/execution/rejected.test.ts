import { withDouble } from '../double.js';
import { onThisMachine } from '../testing/act.js';
import { asAda, core } from '../testing/acme.js';
import { world } from '../world/builder.js';
import { executedAttempt, executes } from './by-act.js';

const day = 24 * 3_600_000;

/** Who reports, reports whatever came before. */
const build = `
on: workflow_dispatch
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { word: '\${{ steps.say.outputs.word }}' }
    steps: [{ id: say, run: echo word=built >> "$GITHUB_OUTPUT" }]
  publish:
    needs: build
    environment: release
    runs-on: ubuntu-latest
    steps: [{ run: echo public }]
  after: { needs: publish, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
  report:
    needs: [build, publish]
    if: always() && needs.build.outputs.word == 'built'
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "publish: \${{ needs.publish.result }}"' }]
`;

const gated = () =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core')
    .workflow('build.yml', build)
    .environment('release', { reviewers: ['ada'] })
    .having(executes('build.yml', onThisMachine()));

test.each(['rejected', 'never approved'] as const)(
  'a job that is %s is not executed, and what is to run always runs after it, and sees that it failed',
  (end) =>
    withDouble(gated(), async (double) => {
      const ask = asAda(double);
      const path = `${core}/actions/workflows/build.yml/dispatches`;
      const { body: dispatched } = await ask('POST', path, { ref: 'main', return_run_details: true });
      const run: number = dispatched.workflow_run_id;
      const attempt = () => double.runs.get(run).attempts.at(-1);
      const until = async (isSo: () => boolean) => {
        while (!isSo()) await double.clock.sleep(10_000);
      };

      await double.drive(until(() => attempt()?.jobs.has('publish') ?? false));
      if (end === 'rejected') double.runs.reject(run, 'release', { by: 'ada' });
      else await double.advance(31 * day);
      await double.drive(until(() => (attempt()?.completedAt ?? null) !== null));
      const { body } = await ask('GET', `${core}/actions/runs/${run}/jobs`);

      expect(attempt()?.conclusion).toBe('failure');
      expect(body.jobs.map((job: { name: string; conclusion: string }) => `${job.name} ${job.conclusion}`)).toEqual([
        'build success',
        'publish failure',
        'after skipped',
        'report success',
      ]);
      const executed = executedAttempt(double.world, run, 1)?.jobs ?? [];
      const logOf = (name: string) => executed.find(({ key }) => key === name)?.log;
      expect(logOf('report')).toContain('publish: failure');
      expect(logOf('publish')).toBe('');
      expect(body.jobs[1].steps).toEqual([]);
    }),
);
