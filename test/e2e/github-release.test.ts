import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, RealClock, releasesOf, withDouble } from '@slipway/github-double';
import { acme, delivering } from '../contract/a-github-chain.js';
import { onGithub, pair } from './a-github.js';
import { runStep, startStep } from './action-step.js';

const patience = 600_000;

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  writeFileSync(join(workspace, 'versions.toml'), pair);
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

const names = ['core', 'app'] as const;

/** The repository that releases, too, has its workflow, as commands start it. */
const situation = () => acme().repository('acme/set').workflow('release_orchestrator.yml', orchestrator);

const orchestrator = `
name: release_orchestrator
on: { workflow_dispatch: { inputs: { tag: { required: true } } } }
jobs: { prepare: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
`;

const github = (body: Parameters<typeof onGithub>[1]): Promise<void> => onGithub(situation(), body);

/** Runs are looked for by when they began, and keys sign the time: their clocks are not months apart. */
const onTheSameClock: typeof withDouble = (start, body) => withDouble(start, body, { clock: new RealClock() });

const attemptsOf = (double: Double) => names.map((name) => double.runs.of(`acme/${name}`).length);

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? [...releasesOf(repository).all] : [];
};

test(
  'prepare builds each component once and leaves a draft; publish makes it public; both can be done again',
  () =>
    github(async ({ step, double }) => {
      const prepared = await step({});
      const drafts = releasesIn(double).map(({ draft }) => draft);
      const published = await step({ command: 'publish' });
      const again = await step({});
      const status = await step({ command: 'status' });

      expect({ ...prepared, log: prepared.code === 0 ? '' : prepared.log }).toMatchObject({
        code: 0,
        log: '',
        outputs: { status: 'prepared', 'chain-run': 'set-1.1', tag: 'set-1' },
      });
      expect(drafts).toEqual([true]);
      expect(JSON.parse(prepared.outputs['builds'] ?? '')).toMatchObject([
        {
          component: 'app',
          repository: 'acme/app',
          conclusion: 'success',
          'run-id': double.runs.of('acme/app')[0]?.id,
        },
        { component: 'core', repository: 'acme/core', conclusion: 'success' },
      ]);
      expect(prepared.outputs['sha256sums']).toMatch(/^[0-9a-f]{64} {2}app-1\.0\.0\.tar\.gz\n[0-9a-f]{64} {2}core-/m);
      expect(published).toMatchObject({ code: 0, outputs: { status: 'published', 'chain-run': 'set-1.1' } });
      expect(published.outputs['sha256sums']).toBe(prepared.outputs['sha256sums']);
      expect(again).toMatchObject({ code: 0, outputs: { status: 'already-released' } });
      expect(status).toMatchObject({ code: 0, outputs: { status: 'published' } });
      expect(attemptsOf(double)).toEqual([1, 1]);
      expect(releasesIn(double).map(({ draft, assets }) => [draft, assets.length])).toEqual([[false, 3]]);
      expect(JSON.parse(readFileSync(published.outputs['report'] ?? '', 'utf8'))).toMatchObject({
        schema: 1,
        outcome: 'published',
        run: 'set-1.1',
      });
    }),
  patience,
);

test(
  'what a job had no time for goes on: a command or a schedule starts the orchestrator for its tag, and builds nothing',
  () =>
    github(async ({ step, double }) => {
      const scheduled = { GITHUB_EVENT_NAME: 'schedule' };
      const nothing = await step({}, { ...scheduled, ...inSet });

      const left = await step({ timeout: '6s' }, inSet);
      const taken = await step({}, { ...scheduled, ...inSet });
      const paused = await step({ command: 'pause' }, inSet);
      const resumed = await step({ command: 'resume' }, inSet);

      expect(nothing).toMatchObject({ code: 0, outputs: { status: 'none' } });
      expect(left).toMatchObject({ code: 0, outputs: { status: 'continuing', 'chain-run': 'set-1.1' } });
      expect(taken).toMatchObject({ code: 0, outputs: { status: 'started' } });
      expect(paused).toMatchObject({ code: 1, outputs: { status: 'refused' } });
      expect(resumed).toMatchObject({ code: 0, outputs: { status: 'started', 'chain-run': 'set-1.1' } });
      expect(double.runs.of('acme/set').map(({ inputs }) => inputs)).toEqual([{ tag: 'set-1' }, { tag: 'set-1' }]);
      expect(attemptsOf(double)).toEqual([1, 0]);
    }),
  patience,
);

/** Another repository that releases. */
const inSet = { GITHUB_REPOSITORY: 'acme/set' };

test(
  'a cancelled job saves its state and ends, its builds go on, and the next one takes them up',
  () =>
    onTheSameClock(acme(), async (double) => {
      for (const name of names)
        double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '2s' }));
      const token = double.token({ kind: 'classic', user: 'ada' });
      const env = { GITHUB_API_URL: double.urls.api, GITHUB_JOB: 'prepare' };
      const inputs = { token, command: 'build' };

      const step = startStep(workspace, inputs, env);
      let told = Infinity;
      step.process.stdout?.on('data', (text: Buffer) => {
        if (!text.includes('core 1.0.0: building')) return;
        told = Date.now();
        step.process.kill('SIGINT');
      });
      const end = await step.end;
      const took = Date.now() - told;
      const cancelled = double.log.count()['POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel'];
      const next = await runStep(workspace, inputs, env);

      expect(end).toMatchObject({ code: 130, outputs: { status: 'continuing', 'chain-run': 'set-1.1' } });
      // A runner waits so long before it insists.
      expect(took).toBeLessThan(7_500);
      expect(cancelled).toBeUndefined();
      expect(next).toMatchObject({ code: 0, outputs: { status: 'built', 'chain-run': 'set-1.1' } });
      expect(attemptsOf(double)).toEqual([1, 1]);
      expect(releasesIn(double)).toEqual([]);
    }),
  patience,
);

test(
  'the token of an App is made of its id and key, builds and releases, and is masked before it is used',
  async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const permissions = { actions: 'write', contents: 'write', metadata: 'read', environments: 'read' } as const;
    const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const app = acme().app('slipway', { permissions, publicKey, installations: { acme: 'all' } });
    writeFileSync(join(workspace, 'versions.toml'), pair.replace(/^app = .*\n/m, ''));
    const privateKey = keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const inputs = { 'app-id': 'slipway', 'app-private-key': privateKey, command: 'run', unattended: 'true' };

    await onTheSameClock(app, async (double) => {
      double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { takes: '1s' }));
      const end = await runStep(workspace, inputs, { GITHUB_API_URL: double.urls.api, GITHUB_JOB: 'prepare' });

      expect({ ...end, log: end.code === 0 ? '' : end.log }).toMatchObject({
        code: 0,
        log: '',
        outputs: { status: 'published' },
      });
      const [, token = ''] = /^::add-mask::(ghs_\S+)$/m.exec(end.log) ?? [];
      expect(token).not.toBe('');
      expect(end.log.replaceAll(`::add-mask::${token}`, '')).not.toContain('ghs_');
      expect(end.summary + JSON.stringify(end.outputs)).not.toContain('ghs_');
    });
  },
  patience,
);

test(
  'a preflight tells all that is missing in one table, and writes nothing',
  () =>
    github(async ({ step, double, write }) => {
      write(`${pair}[slipway.components]\ncore = { workflow = "biuld.yml" }\napp = { repository = "acme/aap" }\n`);

      const end = await step({ command: 'preflight', unattended: 'false' });

      expect(end).toMatchObject({ code: 1, outputs: { status: 'refused', 'chain-run': '' } });
      expect(end.log).toContain(
        '::error::core (acme/core): there is no workflow biuld.yml on main; did you mean build.yml?',
      );
      expect(end.log).toContain('acme/aap');
      expect(end.log).toContain('there is no environment release');
      expect(double.log.entries.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual(
        double.log.entries.filter(({ path }) => path === '/graphql').map(({ path }) => path),
      );
    }),
  patience,
);

test.each([
  [{ 'app-id': '7' }, 'input app-private-key: there is an App without a key; give app-id and app-private-key together'],
  [{ ledger: 'git' }, 'input ledger: there is no ledger git; write refs, or file: and a folder'],
  [{ 'release-repository': 'acme' }, 'input release-repository: "acme" is no repository; write owner/name'],
  [{ token: '' }, 'input token: there is no token'],
])('with %j nothing is asked of GitHub', async (inputs, message) => {
  const end = await runStep(workspace, { token: 'tok', ...inputs }, { GITHUB_API_URL: 'http://127.0.0.1:9' });

  expect(end).toMatchObject({ code: 1, outputs: { status: 'refused' } });
  expect(end.log).toContain(`::error::${message}`);
});
