import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Double, withDouble } from '@slipway/github-double';
import {
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
  type GithubPorts,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, wishOf } from './a-github-chain.js';
import { type Death, live, whileProcessesAreMortal } from './a-life.js';
import { releaseEnd, type ReleaseEnd } from './a-release-end.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-kills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

whileProcessesAreMortal();

const components = ['core', 'left', 'right'];

/** core ← left, right: one build alone, then two at once; none has the tag that it is to get. */
const fork = `
[release_set]
id = "set-1"
[versions]
core = { version = "1.0.0", git_tag = "r1" }
left = { version = "1.0.0", git_tag = "r1", requires = ["core"], binaries = ["left"] }
right = { version = "1.0.0", git_tag = "r1", requires = ["core"] }
[slipway]
owner = "acme"
workflow = "build.yml"
ref = "main"
`;

const wished = async (): Promise<GithubWish> => {
  const wish = await wishOf({ manifest: await manifestOf(fork) });
  return { ...wish, release: { ...wish.release, tags: 'components' } };
};

type Job = (ports: GithubPorts, wish: GithubWish) => Promise<{ readonly status: string }>;

/** As the workflow has them, each on a runner of its own. */
const jobs: readonly Job[] = [
  (ports, wish) => prepareOnGithub(ports, wish, { interrupt: new AbortController().signal, watch: () => {} }),
  publishOnGithub,
];

interface Release {
  /** What its jobs asked for, up to the death where there was one. */
  readonly asked: readonly string[];
  readonly deaths: number;
  readonly statuses: readonly string[];
  readonly end: ReleaseEnd;
}

/** Both jobs of a release, of which one dies at the n-th request of them both, and is started again on another runner. */
async function released(double: Double, { request, when }: Death): Promise<Release> {
  for (const name of components)
    double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { queuedFor: '1s', takes: '8s' }));
  const wish = await wished();
  const asked: string[] = [];
  const statuses: string[] = [];
  let deaths = 0;
  const runJob = async (job: Job): Promise<void> => {
    const death = deaths === 0 ? { request: request - asked.length, when } : null;
    const runner = mkdtempSync(join(folder, 'runner-'));
    const life = await live(double, { folder: runner, death }, (ports) => job(ports, wish));
    if (deaths === 0) asked.push(...life.asked);
    if (life.end === 'ended') return void statuses.push(life.result.status);
    deaths += 1;
    return runJob(job);
  };
  for (const job of jobs) await runJob(job);
  return { asked, deaths, statuses, end: releaseEnd(double, components) };
}

/** Says what there is to be killed at, and how all others must end. */
const unharmed = (): Promise<Release> =>
  withDouble(acme(), (double) => released(double, { request: Infinity, when: 'before' }));

/** Kills a release each time at another request, and tells where the end is not the same, with what it was. */
async function endsBut({ end: expected }: Release, deaths: readonly Death[]): Promise<readonly object[]> {
  const strange: object[] = [];
  for (const death of deaths) {
    const { asked, end, ...rest } = await withDouble(acme(), (double) => released(double, death));
    // One look more or less at what is going on, and the last request is another one.
    const isKilled = rest.deaths === 1 || asked.length < death.request;
    const isSame = isDeepStrictEqual(end, expected) && rest.statuses.every((one) => good.has(one));
    if (!isKilled || !isSame) strange.push({ ...death, of: asked[death.request - 1], ...rest, end });
  }
  return strange;
}

const once = { 'release-created': 1, 'asset-uploaded': 4, 'release-edited': 1, 'release-published': 1 };

const good = new Set(['prepared', 'published', 'already-released']);

test('a release, killed before any of its requests leaves, ends as if nothing had happened', async () => {
  const whole = await unharmed();

  expect(whole).toMatchObject({ deaths: 0, statuses: ['prepared', 'published'], end: { effects: once } });
  // What goes by streams counts, too.
  expect(whole.asked.filter((name) => /^(GET \/downloads\/|POST .*\/assets$)/.test(name))).toHaveLength(7);
  const strange = await endsBut(
    whole,
    whole.asked.map((_, at) => ({ request: at + 1, when: 'before' })),
  );

  expect(strange).toEqual([]);
}, 400_000);

test('a release, killed as GitHub has done what it was asked for and before the answer comes, ends so, too', async () => {
  const whole = await unharmed();
  // Whether a reader heard the answer or did not ask at all is the same to the world.
  const writes = whole.asked.flatMap((name, at) => (name.startsWith('GET') ? [] : [at + 1]));

  const strange = await endsBut(
    whole,
    writes.map((request) => ({ request, when: 'after' })),
  );

  expect(writes.length).toBeGreaterThan(30);
  expect(strange).toEqual([]);
}, 400_000);
