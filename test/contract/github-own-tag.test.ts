import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, givenToken, jobLiveness } from '@slipway/github';
import { type Double, RealClock, withDouble, world } from '@slipway/github-double';
import { type GithubWish, releaseOnGithub } from '@slipway/operations/orchestrate-chain';
import { delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-own-tag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const home = { owner: 'acme', repo: 'releases' };
const fullName = 'acme/releases';

const buildYaml = `
run-name: \${{ inputs.slipway-marker }}
on: { workflow_dispatch: { inputs: { slipway-marker: {}, slipway: {} } } }
jobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`;

/** Started by hand, and by each tag of a release, as release_orchestrator.yml is. */
const orchestratorYaml = `
on:
  push: { tags: ['set-*'] }
  workflow_dispatch: { inputs: { tag: {} } }
concurrency: { group: 'release-\${{ inputs.tag || github.ref_name }}', cancel-in-progress: false }
jobs: { release: { runs-on: ubuntu-latest, steps: [{ run: slipway }] } }
`;

/** A component that the repository builds which releases it, under the tag of its release. */
const manifest = `
[release_set]
id = "set-1"
[versions]
core = { version = "1.0.0", git_tag = "set-1" }
[slipway]
ref = "main"
[slipway.components]
core = { repository = "${fullName}", workflow = "build.yml" }
`;

const wished = async (): Promise<GithubWish> => {
  const wish = await wishOf({ manifest: await manifestOf(manifest) });
  return { ...wish, release: { ...wish.release, tags: 'components' } };
};

/** What each run of the orchestrator came to, with what had started it. */
function orchestrated(double: Double): readonly string[] {
  const statuses: string[] = [];
  const tokens = givenToken(double.token({ kind: 'classic', user: 'ada' }));
  const client = connect({ apiUrl: double.urls.api, tokens, clock: double.clock });
  double.runs.execute(fullName, 'release_orchestrator.yml', async ({ id, attempt, event }) => {
    const ports = portsOn(double, {
      folder: join(folder, String(id)),
      owner: { repository: fullName, runId: id, attempt, job: 'release' },
      isAlive: (one) => jobLiveness(client, { repository: home, run: one.runId, attempt: one.attempt, job: one.job }),
    });
    const steering = { interrupt: new AbortController().signal, watch: () => {} };
    const { status } = await releaseOnGithub(ports, await wished(), steering);
    statuses.push(`${event}: ${status}`);
    return { conclusion: status === 'failed' || status === 'refused' ? 'failure' : 'success' };
  });
  return statuses;
}

const runsOf = (double: Double) =>
  double.runs.of(fullName).filter(({ workflow }) => workflow.path.endsWith('release_orchestrator.yml'));

const conclusionsOf = (double: Double) => runsOf(double).map(({ attempts }) => attempts.at(-1)?.conclusion ?? null);

test('the tag of a component that is the orchestrator’s own repository starts it again: that start ends green, already-released', () =>
  withDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository(fullName)
      .workflow('build.yml', buildYaml)
      .workflow('release_orchestrator.yml', orchestratorYaml),
    async (double) => {
      double.runs.script(fullName, 'build.yml', (run) => delivering(run, { takes: '10s' }));
      const statuses = orchestrated(double);
      const trigger = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main' } as const;

      await portsOn(double, { folder }).runs.start(home, { ...trigger, inputs: { tag: 'set-1' } });
      while (conclusionsOf(double).length < 2 || conclusionsOf(double).includes(null)) await double.clock.sleep(10_000);

      expect(statuses).toEqual(['workflow_dispatch: published', 'push: already-released']);
      expect(conclusionsOf(double)).toEqual(['success', 'success']);
      expect(double.log.effects('release-published')).toHaveLength(1);
      expect(double.log.effects('ref-created').filter(({ ref }) => ref === 'refs/tags/set-1')).toHaveLength(1);
      expect(double.runs.of(fullName)).toHaveLength(3);
    },
    { clock: new RealClock(60) },
  ));
