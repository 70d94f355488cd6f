import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import fc from 'fast-check';
import { type Double, withDouble } from '@slipway/github-double';
import { acme, delivering } from '../contract/a-github-chain.js';
import { beginJob, type Death } from '../contract/a-life.js';
import { releaseEnd, type ReleaseEnd } from '../contract/a-release-end.js';
import { startStep, type StepEnd } from './action-step.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-killed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hurries = join(import.meta.dirname, '../fixtures/hurries.mjs');

const components = ['core', 'app'];

const manifest = `
[release_set]
id = "set-1"
[versions]
core = { version = "1.0.0", git_tag = "r1" }
app = { version = "1.0.0", git_tag = "r1", requires = ["core"] }
[slipway]
owner = "acme"
workflow = "build.yml"
ref = "main"
`;

function aRunner(): string {
  const runner = mkdtempSync(join(folder, 'runner-'));
  writeFileSync(join(runner, 'versions.toml'), manifest);
  return runner;
}

/** The whole release in one step of a job of its own, killed with SIGKILL as the n-th request arrives. */
async function step(double: Double, runner: string, death: Death | null): Promise<StepEnd> {
  const job = await beginJob(double);
  const token = double.token({ kind: 'classic', user: 'ada' });
  const before = double.log.entries.length;
  // The connection breaks at that moment, so that nothing goes on until the signal has arrived.
  if (death) double.faults.add({ fault: { kind: `reset-${death.when}` }, from: death.request });
  const { process, end } = startStep(
    runner,
    { token, command: 'run', unattended: 'true', 'tag-components': 'true' },
    {
      GITHUB_API_URL: double.urls.api,
      GITHUB_SERVER_URL: double.urls.server,
      GITHUB_JOB: 'prepare',
      GITHUB_REF_NAME: 'main',
      GITHUB_RUN_ID: String(job),
      NODE_OPTIONS: `--import ${hurries}`,
    },
  );
  const isMet = () => double.log.entries.slice(before).some(({ fault }) => fault !== undefined);
  while (death && process.exitCode === null && !isMet()) await after(1);
  if (death) process.kill('SIGKILL');
  const ended = await end;
  double.faults.clear();
  double.runs.forceCancel(job);
  return ended;
}

interface Ending {
  readonly codes: readonly (number | null)[];
  readonly status: string | undefined;
  readonly sums: string | undefined;
  readonly end: ReleaseEnd;
}

const released = (death: Death | null, runners: readonly [string, string]): Promise<Ending> =>
  withDouble(acme(components), (double) => {
    for (const name of components)
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { queuedFor: '1s', takes: '20s' }));
    const lives = async (): Promise<Ending> => {
      const killed = death && (await step(double, runners[0], death));
      const last = await step(double, runners[1], null);
      const { status, sha256sums: sums } = last.outputs;
      return { codes: [killed ? killed.code : 0, last.code], status, sums, end: releaseEnd(double, components) };
    };
    return double.drive(lives());
  });

/** Twelve points all over a release, which asks 91 times, others each time; what fails names its point. */
const deaths: fc.Arbitrary<readonly Death[]> = fc.tuple(
  ...Array.from({ length: 12 }, (_, at) =>
    fc.record({
      request: fc.integer({ min: at * 7 + 1, max: at * 7 + 7 }),
      when: fc.constantFrom<Death['when'][]>('before', 'after'),
    }),
  ),
);

test('the bundled action, killed with SIGKILL at a dozen points, ends its release when it is started again', async () => {
  const points = fc.sample(deaths, 1).flat();

  const [whole, ...endings] = await Promise.all([
    released(null, [aRunner(), aRunner()]),
    ...points.map((death, at) => {
      const runner = aRunner();
      // Every other one finds what the one before left on its disk.
      return released(death, [runner, at % 2 ? runner : aRunner()]);
    }),
  ]);

  expect(whole).toMatchObject({ codes: [0, 0], status: 'published', end: { effects: { 'release-published': 1 } } });
  expect(points.map((death, at) => ({ death, ...endings[at] }))).toEqual(
    points.map((death) => ({
      death,
      ...whole,
      codes: [null, 0],
      status: expect.stringMatching(/^(published|already-released)$/),
    })),
  );
}, 300_000);
