import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence } from '@slipway/domain';
import { type Double, withDouble } from '@slipway/github-double';
import {
  buildReports,
  buildText,
  type GithubStanding,
  prepareOnGithub,
  statusOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, buildYaml, delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';
import { unsteered } from './a-job.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-status-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

const three = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
left = "1.0.0"
right = { version = "1.0.0", binaries = ["right"] }
[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** The deployments of left have to be approved. */
const gated = () =>
  acme(['core', 'right'])
    .repository('acme/left', { tags: ['v1.0.0'] })
    .workflow('build.yml', buildYaml.replace('build: {', 'build: { environment: live,'))
    .environment('live', { reviewers: ['ada'] });

/** What somebody sees who looks at these minutes, while another job drives the chain run. */
async function seenAt(
  double: Double,
  minutes: readonly number[],
  before: () => void = () => {},
): Promise<readonly (GithubStanding | null)[]> {
  const wish = await wishOf({ manifest: await manifestOf(three) });
  const interruption = new AbortController();
  const look = async () => {
    const seen: (GithubStanding | null)[] = [];
    let now = 0;
    for (const at of minutes) {
      await double.clock.sleep((at - now) * minute);
      now = at;
      before();
      seen.push(await statusOnGithub(portsOn(double, { folder: join(folder, 'control') }), wish));
    }
    double.faults.clear();
    interruption.abort();
    return seen;
  };
  const owner = prepareOnGithub(portsOn(double, { folder: join(folder, 'owner') }), wish, {
    ...unsteered(),
    interrupt: interruption.signal,
  });
  return (await double.drive(Promise.all([look(), owner])))[0];
}

const textsOf = (standing: GithubStanding | null): Readonly<Record<string, string>> =>
  Object.fromEntries((standing?.run ? buildReports(standing.run) : []).map((one) => [one.component, buildText(one)]));

test('of each build status tells whether it waits for a runner, or for an approval, or builds, although the state does not', async () => {
  await withDouble(gated(), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { queuedFor: '20m', takes: '1h' }));
    double.runs.script('acme/right', 'build.yml', (run) => delivering(run, { takes: '30m' }));

    const [first, second, third] = await seenAt(double, [10, 25, 40]);

    expect(textsOf(first ?? null)).toEqual({ core: 'queued', left: 'awaiting approval', right: 'building' });
    expect(textsOf(second ?? null)).toEqual({ core: 'building', left: 'awaiting approval', right: 'building' });
    expect(textsOf(third ?? null)).toEqual({ core: 'building', left: 'awaiting approval', right: 'succeeded' });
    expect(first?.notices).toEqual([]);
    expect(first?.run && buildReports(first.run)[1]?.workflow?.url).toMatch(/\/acme\/left\/actions\/runs\/\d+$/);
  });
});

test('whoever looks changes nothing', async () => {
  await withDouble(gated(), async (double) => {
    const effects: number[] = [];
    double.runs.script('acme/core', 'build.yml', { queuedFor: '1h' });
    double.runs.script('acme/right', 'build.yml', { queuedFor: '1h' });

    await seenAt(double, [10, 10, 10], () => effects.push(double.log.effects().length));

    expect(effects[0]).toBeGreaterThan(0);
    expect(effects).toEqual([effects[0], effects[0], effects[0]]);
  });
});

test('where GitHub does not tell, status says so, and gives what was written last', async () => {
  await withDouble(gated(), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { queuedFor: '20m', takes: '1h' }));
    double.runs.script('acme/right', 'build.yml', (run) => delivering(run, { takes: '5m' }));
    const withdrawn = () => {
      const fault = { kind: 'unavailable', status: 503 } as const;
      double.faults.add({ fault, on: /actions\/runs\/\d+$/, times: 1000 });
    };

    const [standing] = await seenAt(double, [15], withdrawn);

    expect(textsOf(standing ?? null)).toEqual({ core: 'queued', left: 'awaiting approval', right: 'succeeded' });
    expect(standing?.notices.map(sentence)).toEqual([
      expect.stringMatching(
        /^set-1\.1: where its workflow run stands GitHub does not tell now \(.*503.*\): what is shown was written last; /,
      ),
    ]);
    expect(standing?.notices.map(({ severity }) => severity)).toEqual(['notice']);
  });
});
