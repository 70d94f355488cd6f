import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, executes, RealClock, releasesOf, withDouble, world } from '@slipway/github-double';
import { delivering } from '../contract/a-github-chain.js';
import { asAda, type Ended, ended, onActions, publishedActions } from './callees.js';
import { workflowRepository } from './workflow-repository.js';

const patience = 600_000;

const [tag, home] = ['set-2025-01A', 'commons/releases'];
const [orchestrator, control] = ['release_orchestrator.yml', 'release_control.yml'];

/** One component, which the repository that releases it builds itself: jobs need no token but their own, and that tells them apart. */
const manifest = `
[release_set]
id = "${tag}"
[versions]
core = "1.0.0"
[slipway.components]
core = { repository = "${home}", workflow = "build.yml" }
`;

let releases: string;
beforeAll(() => {
  const files = {
    'examples/bitcoin-commons/versions.toml': manifest,
    '.github/workflows/build.yml': readFileSync(join(import.meta.dirname, '../../examples/callee/build.yml'), 'utf8'),
  };
  releases = workflowRepository(['.github', 'actions', 'dist'], files, 'v1.0.0');
});
afterAll(() => rmSync(releases, { recursive: true, force: true }));

/** GitHub where act runs both workflows as they stand, until somebody has to approve; builds follow a script. */
const github = (body: (double: Double) => Promise<void>): Promise<void> => {
  const execution = onActions(publishedActions());
  const situation = world()
    .organisation('commons', { owners: ['ada'] })
    .repository(home, { from: releases, private: true })
    .environment('release', { reviewers: ['ada'] })
    .having(executes(orchestrator, execution))
    .having(executes(control, execution));
  return withDouble(situation, body, { clock: new RealClock(10) });
};

async function start(double: Double, workflow: string, inputs: Readonly<Record<string, string>>): Promise<number> {
  const path = `/repos/${home}/actions/workflows/${workflow}/dispatches`;
  const { workflow_run_id: id } = await asAda(double)('POST', path, { ref: 'main', inputs, return_run_details: true });
  return id;
}

const tell = async (double: Double, command: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  ended(double, home, await start(double, control, { command, tag, ...inputs }));

const runsOf = (double: Double, file: string) =>
  double.runs.of(home).filter(({ workflow }) => workflow.path === `.github/workflows/${file}`);

const conclusionsOf = (double: Double, file: string) =>
  runsOf(double, file).map(({ attempts }) => attempts.at(-1)?.conclusion ?? null);

/** Its job publish is all that is left, and waits for somebody who approves. */
const isPrepared = (double: Double, run: number) =>
  double.runs.get(run).attempts.at(-1)?.jobs.get('publish')?.completedAt === null;

const releasesIn = (double: Double) => {
  const repository = double.world.repository(home);
  return repository ? releasesOf(repository).all.map(({ draft }) => (draft ? 'draft' : 'public')) : [];
};

/** What a run's job changed with its own token. */
const changesOf = (double: Double, { id }: Pick<Ended, 'id'>) =>
  double.log.entries
    .filter(({ token }) => token.startsWith(`GITHUB_TOKEN of run ${id},`))
    .flatMap(({ effects }) => effects);

const startsOf = (double: Double, run: Pick<Ended, 'id'>) =>
  changesOf(double, run)
    .filter(({ kind }) => kind === 'run-started')
    .map(({ workflow }) => String(workflow).replace(/.*\//, ''));

const commandsOf = (double: Double, run: Pick<Ended, 'id'>) =>
  changesOf(double, run).flatMap(({ kind, ref }) => (String(ref).startsWith('refs/slipway/commands/') ? [kind] : []));

/** Waits for what the run is to come to; where it ends before that, its log says why. */
async function until(double: Double, id: number, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    if (double.runs.get(id).attempts.at(-1)?.completedAt) throw new Error((await ended(double, home, id)).log);
    await double.clock.sleep(10_000);
  }
}

/** A release whose build is at work, and the job that drives it. */
async function building(double: Double): Promise<number> {
  double.runs.script(home, 'build.yml', { takes: '300m' });
  const id = await start(double, orchestrator, { tag, prerelease: 'true' });
  await until(double, id, () => runsOf(double, 'build.yml').length > 0);
  return id;
}

// Side by side: most of their time they wait for the next look of a job at its builds.
test.concurrent(
  'whoever drives a release obeys a cancel; retry starts the orchestrator, which prepares it; a cancel with nobody there deletes its draft',
  () =>
    github(async (double) => {
      const first = await building(double);

      const dry = await tell(double, 'cancel', { 'dry-run': 'true' });
      const told = await tell(double, 'cancel');
      const obeyed = await ended(double, home, first);
      const between = [conclusionsOf(double, 'build.yml'), releasesIn(double)];
      double.runs.script(home, 'build.yml', (run) => delivering(run, { takes: '10s' }));
      const retry = await tell(double, 'retry');
      const second = runsOf(double, orchestrator).at(-1);
      await until(double, second?.id ?? 0, () => isPrepared(double, second?.id ?? 0));
      const prepared = releasesIn(double);
      const late = await tell(double, 'cancel');

      expect(dry.log).toContain('nothing was sent; would write nothing but the state');
      expect(changesOf(double, dry)).toEqual([]);
      expect([dry, told, obeyed, retry, late].map(({ conclusion }) => conclusion)).toEqual([
        'success',
        'success',
        'failure',
        'success',
        'success',
      ]);
      expect(commandsOf(double, told)).toEqual(['ref-created']);
      expect(obeyed.log).toContain('core 1.0.0: cancelled');
      expect(obeyed.log).toMatch(
        new RegExp(
          `job control of run ${told.id} .* cancelled this chain run, .*; give the command retry .*, or restart: true`,
        ),
      );
      expect(between).toEqual([['cancelled'], []]);
      expect(commandsOf(double, retry)).toEqual(['ref-updated']);
      expect(startsOf(double, retry)).toEqual([orchestrator]);
      expect(second?.inputs).toMatchObject({ tag, prerelease: 'true' });
      expect(second?.id).not.toBe(first);
      expect(second && startsOf(double, second)).toEqual(['build.yml']);
      expect(conclusionsOf(double, 'build.yml')).toEqual(['cancelled', 'success']);
      expect(prepared).toEqual(['draft']);
      expect(changesOf(double, late).map(({ kind }) => kind)).toContain('release-deleted');
      expect(releasesIn(double)).toEqual([]);
    }),
  patience,
);

test.concurrent(
  'a cancel with nobody there ends the builds that a killed job has left',
  () =>
    github(async (double) => {
      const killed = await building(double);
      double.runs.cancel(killed);
      const { conclusion } = await ended(double, home, killed);
      const left = conclusionsOf(double, 'build.yml');

      const cancel = await tell(double, 'cancel');

      expect([conclusion, left]).toEqual(['cancelled', [null]]);
      expect(cancel.conclusion).toBe('success');
      expect(startsOf(double, cancel)).toEqual([]);
      expect(conclusionsOf(double, 'build.yml')).toEqual(['cancelled']);
      expect(releasesIn(double)).toEqual([]);
    }),
  patience,
);
