import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { type Double, withDouble } from '../double.js';
import { onThisMachine } from '../testing/act.js';
import { type Ask, asAda, core } from '../testing/acme.js';
import { world } from '../world/builder.js';
import { executedAttempt, executes } from './by-act.js';

const acme = (build: string) =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { files: { 'a.txt': 'a\n' } })
    .workflow('build.yml', build)
    .having(executes('build.yml', onThisMachine()));

async function dispatch(ask: Ask, inputs: object = {}): Promise<number> {
  const path = `${core}/actions/workflows/build.yml/dispatches`;
  const { body } = await ask('POST', path, { ref: 'main', inputs, return_run_details: true });
  return body.workflow_run_id;
}

/** Asks until the run has ended, every ten seconds of the double's clock. */
async function ended(double: Double, ask: Ask, run: number) {
  for (;;) {
    const { body } = await ask('GET', `${core}/actions/runs/${run}`);
    if (body.status === 'completed') return body;
    await double.clock.sleep(10_000);
  }
}

/** What stands where the API redirects to. */
async function followed(ask: Ask, path: string): Promise<string> {
  const { headers } = await ask('GET', path);
  return (await fetch(headers.get('location') ?? '')).text();
}

test('a dispatched run is executed, and the API tells how it ended, with its jobs and artifacts', () =>
  withDouble(
    acme(`
name: Build
run-name: build \${{ inputs.version }}
on: { workflow_dispatch: { inputs: { version: { type: string, required: true } } } }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: cat a.txt && echo "\${{ inputs.version }} by \${{ github.event.sender.login }}" > out.txt
      - uses: actions/upload-artifact@v7
        with: { path: out.txt, archive: false }
  check: { needs: build, runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }
  after: { needs: check, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
`),
    async (double) => {
      const ask = asAda(double);

      const run = await dispatch(ask, { version: '1.2' });
      const { conclusion, display_title } = await double.drive(ended(double, ask, run));
      const { body: jobs } = await ask('GET', `${core}/actions/runs/${run}/jobs`);
      const { body: artifacts } = await ask('GET', `${core}/actions/runs/${run}/artifacts`);

      expect([conclusion, display_title]).toEqual(['failure', 'build 1.2']);
      expect(jobs.jobs.map((job: { name: string; conclusion: string }) => `${job.name} ${job.conclusion}`)).toEqual([
        'build success',
        'check failure',
        'after skipped',
      ]);
      expect(await followed(ask, `${core}/actions/artifacts/${artifacts.artifacts[0].id}/zip`)).toBe('1.2 by ada\n');
      expect(await followed(ask, `${core}/actions/jobs/${jobs.jobs[0].id}/logs`)).toMatch(/^2026-\S+Z a$/m);
    },
  ));

test('a job that needs an approval is executed once it has it, and neither it nor what needs it before that', () =>
  withDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/core')
      .workflow(
        'build.yml',
        `
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
    steps: [{ run: 'echo "\${{ needs.build.outputs.word }} and public"' }]
  after: { needs: publish, runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }
`,
      )
      .environment('release', { reviewers: ['ada'] })
      .having(executes('build.yml', onThisMachine())),
    async (double) => {
      const ask = asAda(double);
      const run = await dispatch(ask);
      const built = async () => {
        while (!double.runs.get(run).attempts.at(-1)?.jobs.has('publish')) await double.clock.sleep(10_000);
      };

      await double.drive(built());
      await double.advance(24 * 3_600_000);
      const { body: before } = await ask('GET', `${core}/actions/runs/${run}`);
      const executed = executedAttempt(double.world, run, 1)?.jobs.map(({ key }) => key);
      double.runs.approve(run, 'release', { by: 'ada' });
      const { conclusion } = await double.drive(ended(double, ask, run));

      expect([before.status, executed]).toEqual(['waiting', ['build']]);
      expect(conclusion).toBe('failure');
      const jobs = executedAttempt(double.world, run, 1)?.jobs ?? [];
      expect(jobs.map((job) => `${job.key} ${job.conclusion}`)).toEqual([
        'build success',
        'publish success',
        'after failure',
      ]);
      expect(jobs[1]?.log).toContain('built and public');
    },
  ));

test.each([
  ['prepared', 'waiting', undefined],
  ['built', 'completed', 'skipped'],
])(
  'a job that hangs on what another has put out (%s) is asked about only where that lets it run',
  (status, state, end) =>
    withDouble(
      world()
        .organisation('acme', { owners: ['ada'] })
        .repository('acme/core')
        .workflow(
          'build.yml',
          `
on: workflow_dispatch
jobs:
  prepare:
    runs-on: ubuntu-latest
    outputs: { status: '\${{ steps.chain.outputs.status }}' }
    steps: [{ id: chain, run: echo status=${status} >> "$GITHUB_OUTPUT" }]
  publish:
    needs: prepare
    if: needs.prepare.outputs.status == 'prepared'
    environment: release
    runs-on: ubuntu-latest
    steps: [{ run: echo public }]
`,
        )
        .environment('release', { reviewers: ['ada'] })
        .having(executes('build.yml', onThisMachine())),
      async (double) => {
        const ask = asAda(double);
        const run = await dispatch(ask);
        const job = () => double.runs.get(run).attempts.at(-1)?.jobs.get('publish');
        const built = async () => {
          while (!job()) await double.clock.sleep(10_000);
        };

        await double.drive(built());
        await double.advance(3_600_000);
        const { body } = await ask('GET', `${core}/actions/runs/${run}`);
        const executed = executedAttempt(double.world, run, 1);

        expect([body.status, job()?.conclusion ?? undefined]).toEqual([state, end]);
        expect(executed?.jobs.map(({ key }) => key)).toEqual(['prepare']);
      },
    ),
);

test('rerunning failed jobs leaves the artifacts of the jobs that it keeps as they are', () =>
  withDouble(
    acme(`
on: workflow_dispatch
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { word: '\${{ steps.say.outputs.word }}' }
    steps:
      - id: say
        run: echo word=built >> "$GITHUB_OUTPUT" && echo a > a.txt
      - uses: actions/upload-artifact@v7
        with: { name: kept, path: a.txt }
  check:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ needs.build.outputs.word }} $GITHUB_RUN_ATTEMPT" > b.txt
      - uses: actions/upload-artifact@v7
        with: { name: checked, path: b.txt, archive: false }
      - run: test "$GITHUB_RUN_ATTEMPT" = 2
`),
    async (double) => {
      const ask = asAda(double);
      const run = await dispatch(ask);
      const first = await double.drive(ended(double, ask, run));

      await ask('POST', `${core}/actions/runs/${run}/rerun-failed-jobs`);
      const second = await double.drive(ended(double, ask, run));
      const { body } = await ask('GET', `${core}/actions/runs/${run}/artifacts?direction=asc`);

      expect([first.conclusion, second.conclusion]).toEqual(['failure', 'success']);
      expect(body.artifacts.map(({ name }: { name: string }) => name)).toEqual(['kept', 'b.txt', 'b.txt']);
      expect(await followed(ask, `${core}/actions/artifacts/${body.artifacts[2].id}/zip`)).toBe('built 2\n');
    },
  ));

test('cancelling the run over the API kills what it has started', () =>
  withDouble(
    acme('on: workflow_dispatch\njobs: { wait: { runs-on: ubuntu-latest, steps: [{ run: sleep 60 }] } }'),
    async (double) => {
      const ask = asAda(double);
      const run = await dispatch(ask);
      await double.advance(10_000);

      const cancelled = await ask('POST', `${core}/actions/runs/${run}/cancel`);
      const { conclusion } = await double.drive(ended(double, ask, run));

      expect([cancelled.status, conclusion]).toEqual([202, 'cancelled']);
    },
  ));

test('when the double stops, so does what it runs', async () => {
  const marker = `sleep 61${process.pid}`;
  const waiting = acme(
    `on: workflow_dispatch\njobs: { wait: { runs-on: ubuntu-latest, steps: [{ run: ${marker} }] } }`,
  );
  const processes = () => execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' }).split('\n');

  await withDouble(waiting, async (double) => {
    await dispatch(asAda(double));
    await double.advance(10_000);
    while (!processes().includes(marker)) await setTimeout(50);
  });

  expect(processes()).not.toContain(marker);
});

test('an action that cannot be had fails the test that needs it', async () => {
  const using = acme('on: workflow_dispatch\njobs: { a: { runs-on: x, steps: [{ uses: acme/none@v1 }] } }');

  await expect(
    withDouble(using, async (double) => {
      const ask = asAda(double);
      await double.drive(dispatch(ask).then((run) => ended(double, ask, run)));
    }),
  ).rejects.toThrow('acme/none@v1: give a folder for acme/none');
});
