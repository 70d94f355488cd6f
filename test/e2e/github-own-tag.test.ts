import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, RealClock, releasesOf, withDouble, world } from '@slipway/github-double';
import { delivering } from '../contract/a-github-chain.js';
import { runStep, type StepEnd } from './action-step.js';
import { asAda } from './callees.js';
import { aFolder } from './slipway.js';
import { text } from './mono.js';

const [home, file, tag] = ['acme/releases', 'release_orchestrator.yml', 'set-1'];

/** The repository that releases builds a component of its own, under the release's tag. */
const manifest = `
[release_set]
id = "${tag}"
[versions]
core = { version = "1.0.0", git_tag = "${tag}" }
[slipway]
ref = "main"
[slipway.components]
core = { repository = "${home}", workflow = "build.yml" }
`;

const orchestrator = `
on: { push: { tags: ['set-*'] }, workflow_dispatch: { inputs: { tag: {} } } }
concurrency: { group: 'release-\${{ inputs.tag || github.ref_name }}', cancel-in-progress: false }
jobs: { release: { runs-on: ubuntu-latest, steps: [{ run: slipway }] } }
`;

/** Each run of the orchestrator is the bundled action in a checkout of its own; resolves with what they came to, by event. */
function orchestrated(double: Double): ReadonlyMap<string, StepEnd> {
  const ends = new Map<string, StepEnd>();
  double.runs.execute(home, file, async ({ id, event, ref, inputs }) => {
    const folder = join(aFolder(), 'workspace');
    mkdirSync(folder);
    writeFileSync(join(folder, 'versions.toml'), manifest);
    const token = double.token({ kind: 'classic', user: 'ada' });
    const wish = { command: 'run', tag: inputs['tag'] ?? '', unattended: 'true', 'tag-components': 'true' };
    const job = { GITHUB_RUN_ID: String(id), GITHUB_JOB: 'release', GITHUB_REF: ref, GITHUB_EVENT_NAME: event };
    const end = await runStep(folder, { token, ...wish }, { ...job, GITHUB_API_URL: double.urls.api });
    ends.set(event, end);
    return { conclusion: end.code === 0 ? 'success' : 'failure' };
  });
  return ends;
}

test('a start by the tag that the release itself has made ends green, already-released, and does nothing', () =>
  withDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository(home)
      .workflow('build.yml', text('examples/callee/build.yml'))
      .workflow(file, orchestrator),
    async (double) => {
      double.runs.script(home, 'build.yml', (run) => delivering(run, { takes: '10s' }));
      const ends = orchestrated(double);
      const statusOf = (event: string) => ends.get(event)?.outputs['status'] ?? ends.get(event)?.log;

      await asAda(double)('POST', `/repos/${home}/actions/workflows/${file}/dispatches`, {
        ref: 'main',
        inputs: { tag },
      });
      while (ends.size < 2) await double.clock.sleep(10_000);

      expect([statusOf('workflow_dispatch'), statusOf('push')]).toEqual(['published', 'already-released']);
      expect([...ends.values()].map(({ code }) => code)).toEqual([0, 0]);
      expect(ends.get('push')?.outputs).toMatchObject({ tag, 'chain-run': 'set-1.1' });
      expect(double.log.effects('release-published')).toHaveLength(1);
      const repository = double.world.repository(home);
      expect(repository && releasesOf(repository).all.map(({ draft }) => draft)).toEqual([false]);
    },
    { clock: new RealClock(10) },
  ));
