import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, withDouble } from '@slipway/github-double';
import { acme, delivering } from '../contract/a-github-chain.js';
import { aFolder, type Ending, slipway } from './slipway.js';

const patience = 600_000;

const manifest = `
[release_set]
id = "set-1"
[versions]
core = "1.0.0"
[slipway]
owner = "acme"
workflow = "build.yml"
`;

/** A terminal with a manifest, on a GitHub where the component delivers. */
const github = (body: (release: (...args: readonly string[]) => Promise<Ending>, double: Double) => Promise<void>) =>
  withDouble(acme(), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run));
    const folder = aFolder();
    writeFileSync(join(folder, 'versions.toml'), manifest);
    const environment = {
      GITHUB_API_URL: double.urls.api,
      GITHUB_SERVER_URL: double.urls.server,
      GITHUB_REPOSITORY: 'acme/releases',
      GITHUB_TOKEN: double.token({ kind: 'classic', user: 'ada' }),
    };
    await body((...args) => double.drive(slipway(['chain', 'release', ...args], { folder, environment })), double);
  });

test(
  'a person prepares and publishes from a terminal what GitHub builds, and sees how it stands',
  () =>
    github(async (release, double) => {
      const missing = await release('preflight');
      const early = await release('publish', '--unattended');
      const published = await release('run', '--unattended', '--json');
      const again = await release('--unattended');
      const status = await release('status');
      const pause = await release('pause');

      expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('there is no environment release') });
      expect(early).toMatchObject({ code: 2, err: expect.stringContaining('no release has been prepared') });
      expect(published).toMatchObject({ code: 0 });
      expect(JSON.parse(published.out)).toMatchObject({ schema: 1, outcome: 'published', tag: 'set-1', findings: [] });
      expect(again).toMatchObject({ code: 0, out: expect.stringContaining('already released: set-1') });
      expect(status).toMatchObject({ code: 0, out: expect.stringContaining('set-1.1: published') });
      expect(pause).toMatchObject({
        code: 1,
        err: expect.stringContaining('its release is public; make the next release under another tag'),
      });
      expect(double.runs.of('acme/core')).toHaveLength(1);
    }),
  patience,
);

test('a plan is what chain plan prints, and takes no GitHub; a tag that cannot be one is told before GitHub is asked', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'versions.toml'), manifest);
  const environment = {
    GITHUB_TOKEN: 'none',
    GITHUB_REPOSITORY: 'acme/releases',
    GITHUB_API_URL: 'http://127.0.0.1:9',
  };
  const chain = (...args: readonly string[]) => slipway(['chain', ...args], { folder, environment });

  const plans = [await chain('plan'), await chain('release', 'plan'), await chain('release', 'plan', '--json')];
  const tag = await chain('release', 'prepare', '--tag', 'refs/tags/v1');

  expect(plans.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(plans[1]?.out).toBe(plans[0]?.out);
  expect(JSON.parse(plans[2]?.out ?? '')).toMatchObject({ order: ['core'] });
  expect(tag).toMatchObject({ code: 2, err: expect.stringContaining('give its name alone: v1') });
});

test('durations and commands that are none are told before anything is asked', async () => {
  const wrong = await slipway(['chain', 'release', '--timeout', 'soon'], { folder: aFolder() });
  const unknown = await slipway(['chain', 'release', 'perpare'], { folder: aFolder() });

  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('"5h40m"') });
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('prepare') });
});
