import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, executes, RealClock, releasesOf, withDouble } from '@slipway/github-double';
import { parse } from 'yaml';
import {
  asAda,
  type Ended,
  ended,
  exampleRepositories,
  onActions,
  onGithub,
  publishedActions,
  readToken,
} from './callees.js';
import { aCopy, aFolder, runProgram, slipway } from './slipway.js';
import { workflowRepository } from './workflow-repository.js';

const patience = 1_200_000;

const tag = 'set-2025-01A';
const home = 'commons/releases';

let repositories: string;
let actions: string;
let releases: string;
beforeAll(() => {
  repositories = exampleRepositories();
  actions = publishedActions();
  releases = workflowRepository(['.github', 'actions', 'dist', 'examples'], {}, 'start');
});
afterAll(() => rmSync(releases, { recursive: true, force: true }));

/** GitHub with the example's repositories and the one that releases them; workflows of all of them are run by act, as they stand. */
const github = (body: (double: Double) => Promise<void>): Promise<void> => {
  const [callees, ours]: [Record<string, string>, Record<string, string>] = [{}, {}];
  const execution = { ...onActions(actions), secrets: ours };
  const situation = onGithub(repositories, { ...onActions(actions), secrets: callees })
    .repository(home, { from: releases, private: true })
    .environment('release', { reviewers: ['ada'] })
    .having(executes('release_orchestrator.yml', execution))
    .having(executes('release_control.yml', execution));
  return withDouble(
    situation,
    async (double) => {
      callees['SLIPWAY_TOKEN'] = double.token(readToken);
      ours['SLIPWAY_TOKEN'] = double.token({ kind: 'classic', user: 'ada' });
      await body(double);
    },
    { clock: new RealClock(10) },
  );
};

const releasesIn = (double: Double) => {
  const repository = double.world.repository(home);
  return repository ? [...releasesOf(repository).all] : [];
};

interface Approved extends Ended {
  /** The releases as they stood when somebody approved; empty where nobody was asked. */
  readonly before: readonly string[];
}

/** Waits for the end of a run, and approves what it waits for. */
async function approved(double: Double, id: number): Promise<Approved> {
  const ask = asAda(double);
  const run = `/repos/${home}/actions/runs/${id}`;
  const before: string[] = [];
  for (;;) {
    const { status } = await ask('GET', run);
    if (status === 'completed') return { ...(await ended(double, home, id)), before };
    const waiting = status === 'waiting' ? await ask('GET', `${run}/pending_deployments`) : [];
    const environment_ids = waiting.map(({ environment }: { environment: { id: number } }) => environment.id);
    if (environment_ids.length > 0) {
      // Whoever would not wait has time enough to go on.
      await double.clock.sleep(120_000);
      before.push(
        ...releasesIn(double).map(({ draft, assets }) => `${draft ? 'draft' : 'public'} of ${assets.length}`),
      );
      await ask('POST', `${run}/pending_deployments`, { environment_ids, state: 'approved', comment: 'go' });
    }
    await double.clock.sleep(10_000);
  }
}

/** The newest run of one of the two workflows, at its end. */
async function newest(double: Double, workflow: string): Promise<Approved> {
  const { workflow_runs } = await asAda(double)('GET', `/repos/${home}/actions/workflows/${workflow}/runs`);
  return approved(double, workflow_runs[0].id);
}

async function dispatch(
  double: Double,
  workflow: string,
  inputs: Readonly<Record<string, string>>,
  ref = tag,
): Promise<Approved> {
  const path = `/repos/${home}/actions/workflows/${workflow}/dispatches`;
  const { workflow_run_id: id } = await asAda(double)('POST', path, { ref, inputs, return_run_details: true });
  return approved(double, id);
}

test(
  'a pushed tag releases six repositories, each built by its own workflow, once somebody has approved; the release is what this machine makes',
  () =>
    github(async (double) => {
      const local = aCopy();
      expect(await runProgram('npm', ['start', '--silent'], { folder: local })).toMatchObject({ code: 0 });
      const ask = asAda(double);
      const { object } = await ask('GET', `/repos/${home}/git/ref/heads/main`);

      await ask('POST', `/repos/${home}/git/refs`, { ref: `refs/tags/${tag}`, sha: object.sha });
      const run = await newest(double, 'release_orchestrator.yml');
      const status = await dispatch(double, 'release_control.yml', { command: 'status', tag });
      const again = await dispatch(double, 'release_orchestrator.yml', { tag });
      const pause = await dispatch(double, 'release_control.yml', { command: 'pause', tag });

      expect({ ...run, log: run.conclusion === 'success' ? '' : run.log }).toMatchObject({ conclusion: 'success' });
      const [release] = releasesIn(double);
      expect(run.before).toEqual([`draft of ${release?.assets.length}`]);
      expect(release).toMatchObject({ draft: false, prerelease: false });
      expect(double.runs.of('commons/blvm')).toHaveLength(1);
      const sums = await checksums(double);
      const folder = join(local, 'examples/bitcoin-commons/release', tag);
      expect(await slipway(['chain', 'compare', folder, sums], { folder: local })).toMatchObject({ code: 0 });
      expect([status, again, pause].map(({ conclusion }) => conclusion)).toEqual(['success', 'success', 'failure']);
      expect(again.log).not.toContain('building');
      expect(releasesIn(double)).toHaveLength(1);
    }),
  patience,
);

test(
  'a dry run plans the chosen components and writes nothing; a component that is not in the set turns it red',
  () =>
    github(async (double) => {
      const inputs = { tag, 'dry-run': 'true' };

      const dry = await dispatch(double, 'release_orchestrator.yml', { ...inputs, only: 'governance-app' }, 'main');
      const wrong = await dispatch(double, 'release_orchestrator.yml', { ...inputs, only: 'governance-ap' }, 'main');

      expect([dry.conclusion, wrong.conclusion]).toEqual(['success', 'failure']);
      expect([dry.before, wrong.before]).toEqual([[], []]);
      expect(wrong.log).toContain(
        'input only: the release set has no component governance-ap; did you mean governance-app?',
      );
      expect(double.runs.of('commons/governance-app')).toEqual([]);
      expect(double.log.effects('ref-created')).toEqual([]);
    }),
  patience,
);

/** What the two files agree on, as people copy them. */
const read = (name: string) => parse(readFileSync(join(releases, '.github/workflows', name), 'utf8'));

test('release_control only tells and starts, outside of the group of the release that it is about', () => {
  const [control, orchestrator] = [read('release_control.yml'), read('release_orchestrator.yml')];

  expect(control.on.workflow_dispatch.inputs.command.options).toEqual(['status', 'pause', 'resume', 'retry', 'cancel']);
  expect(control.concurrency.group).toBe('control-${{ github.run_id }}');
  expect(orchestrator.concurrency).toEqual({
    group: 'release-${{ inputs.tag || github.ref_name }}',
    'cancel-in-progress': false,
  });
  expect(Object.keys(orchestrator.on.workflow_dispatch.inputs)).toEqual(expect.arrayContaining(['tag', 'only']));
  expect(Object.keys(orchestrator.on.workflow_dispatch.inputs)).toContain('prerelease');
  expect(Object.keys(control.jobs)).toEqual(['control']);
  expect(control.jobs.control.steps.map(({ uses }: { uses: string }) => uses)).toEqual([
    expect.stringMatching(/^actions\/checkout@/),
    './actions/orchestrate-chain',
  ]);
  expect(control.jobs.control.steps[1].with).toMatchObject({
    command: '${{ inputs.command }}',
    tag: '${{ inputs.tag }}',
    'dry-run': '${{ inputs.dry-run }}',
  });
  for (const { on } of [control, orchestrator])
    expect(on.workflow_dispatch.inputs['dry-run']).toMatchObject({ type: 'boolean', default: false });
  expect(control.jobs.control.permissions).toMatchObject({ actions: 'write' });
  expect(orchestrator.jobs.publish).toMatchObject({
    environment: 'release',
    if: "needs.prepare.outputs.status == 'prepared'",
  });
});

/** The release's own SHA256SUMS, in a file. */
async function checksums(double: Double): Promise<string> {
  const ask = asAda(double);
  const [{ assets }] = await ask('GET', `/repos/${home}/releases`);
  const { url } = assets.find(({ name }: { name: string }) => name === 'SHA256SUMS');
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`,
      accept: 'application/octet-stream',
    },
  });
  const file = join(aFolder(), 'SHA256SUMS');
  writeFileSync(file, await response.text());
  return file;
}
