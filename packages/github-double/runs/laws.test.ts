import fc from 'fast-check';
import { withDouble } from '../double.js';
import { asAda, core } from '../testing/acme.js';
import { building } from '../testing/build.js';
import { latestAttempt, type Run } from './run.js';
import { jobConclusions } from './script.js';
import { changedAt, jobStatus, runStatus } from './status.js';

const yaml = `
on: { workflow_dispatch: { inputs: { group: {} } } }
concurrency: \${{ inputs.group }}
jobs:
  a: { runs-on: x }
  b: { needs: a, runs-on: x, environment: release }
  c: { needs: a, runs-on: x, if: failure() }
  d: { needs: [b, c], runs-on: x, if: always() }
`;

const actions = fc.oneof(
  fc.record({ kind: fc.constant('dispatch' as const), group: fc.constantFrom('g', 'h') }),
  fc.record({
    kind: fc.constantFrom('rerun', 'rerun-failed-jobs', 'cancel', 'force-cancel', 'approve', 'reject', 'delete'),
    which: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(1000, 5000, 60_000, 400_000) }),
);
const conclusion = fc.constantFrom(...jobConclusions, 'startup_failure', 'stale', 'unheard-of', undefined);
const order = ['pending', 'waiting', 'queued', 'in_progress', 'completed'];

/** What can never be, whatever was done. */
function expectPossible(runs: readonly Run[], now: number): void {
  for (const run of runs) {
    for (const attempt of run.attempts) {
      const jobs = [...attempt.jobs.values()];
      const isLatest = attempt === latestAttempt(run);
      expect(isLatest || attempt.completedAt !== null).toBe(true);
      expect((attempt.completedAt === null) === (attempt.conclusion === null)).toBe(true);
      if (attempt.completedAt !== null) expect(jobs.every((job) => job.completedAt !== null)).toBe(true);
      expect(runStatus(attempt, now) === 'completed').toBe(attempt.completedAt !== null);
      expect(changedAt(attempt, now)).toBeLessThanOrEqual(now);
      for (const job of jobs) {
        const moments = [job.createdAt, job.queuedAt, job.startedAt, job.completedAt].filter((at) => at !== null);
        expect(moments).toEqual(moments.toSorted((x, y) => x - y));
        expect((job.completedAt === null) === (job.conclusion === null)).toBe(true);
        const needs = job.definition.needs.map((key) => attempt.jobs.get(key)?.completedAt ?? Infinity);
        if (job.startedAt !== null) expect(Math.max(0, ...needs)).toBeLessThanOrEqual(job.startedAt);
        const past = moments.map((at) => order.indexOf(jobStatus(job, at)));
        expect(past).toEqual(past.toSorted((x, y) => x - y));
      }
    }
  }
  for (const group of ['g', 'h']) {
    const live = runs.filter((run) => run.group === group && latestAttempt(run).completedAt === null);
    const running = live.filter((run) => latestAttempt(run).admittedAt !== null);
    expect(running.length).toBeLessThanOrEqual(1);
    expect(live.length - running.length).toBeLessThanOrEqual(1);
    if (live.length > 0) expect(running).toHaveLength(1);
  }
}

test('no sequence of dispatches, reruns, cancellations, reviews and hours makes an impossible run', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actions, { minLength: 10, maxLength: 40 }),
      fc.array(conclusion, { minLength: 4, maxLength: 4 }),
      (sequence, conclusions) =>
        withDouble(
          building(yaml).environment('release', { reviewers: ['ada'] }),
          async (double) => {
            const ask = asAda(double);
            double.runs.script('acme/core', 'build.yml', ({ number, attempt }) => {
              const word = conclusions[(number + attempt) % conclusions.length];
              return word === undefined ? {} : { conclusion: word };
            });
            const all = () => double.runs.of('acme/core');
            for (const action of sequence) {
              if (action.kind === 'advance') await double.advance(action.ms);
              else if (action.kind === 'dispatch') {
                const body = { ref: 'main', inputs: { group: action.group } };
                await ask('POST', `${core}/actions/workflows/build.yml/dispatches`, body);
              } else {
                const run = `${core}/actions/runs/${all()[action.which]?.id ?? 1}`;
                if (action.kind === 'delete') await ask('DELETE', run);
                else if (action.kind === 'approve' || action.kind === 'reject') {
                  const { body } = await ask('GET', `${run}/pending_deployments`);
                  const state = action.kind === 'approve' ? 'approved' : 'rejected';
                  const ids = body[0] ? [body[0].environment.id] : [1];
                  await ask('POST', `${run}/pending_deployments`, { environment_ids: ids, state, comment: '' });
                } else await ask('POST', `${run}/${action.kind}`);
              }
              expectPossible(all(), double.clock.now());
            }
            await ask('GET', `${core}/actions/runs`);
            for (const { id } of all()) await ask('GET', `${core}/actions/runs/${id}/jobs?filter=all`);

            expect(double.violations.take()).toEqual([]);
            expect(double.log.entries.filter(({ status }) => status >= 500)).toEqual([]);
          },
          { limits: 'off' },
        ),
    ),
    { numRuns: 60 },
  );
}, 60_000);
