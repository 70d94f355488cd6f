import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  cancelOnGithub,
  type GithubPorts,
  type GithubWish,
  prepareOnGithub,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, pair, wishOf } from './a-github-chain.js';
import { type Death, type Killed, live, whileProcessesAreMortal } from './a-life.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-cancel-kills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

whileProcessesAreMortal();

const minute = 60_000;

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

/** One job after the other, each on a runner of its own. */
interface Jobs {
  readonly prepare: (part?: Partial<GithubWish>) => Promise<unknown>;
  readonly cancel: (death?: Death) => Promise<Killed<unknown>>;
  readonly retry: () => Promise<unknown>;
}

async function jobsOn(double: Double): Promise<Jobs> {
  const wish = await wishOf({ manifest: await manifestOf(pair) });
  const run = <Result>(work: (ports: GithubPorts) => Promise<Result>, death: Death | null = null) =>
    live(double, { folder: mkdtempSync(join(folder, 'runner-')), death }, work);
  const statusOf = async (work: (ports: GithubPorts) => Promise<{ readonly status: string }>) => {
    const life = await run(work);
    return life.end === 'ended' ? life.result.status : life.end;
  };
  const trigger = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main' } as const;
  return {
    prepare: (part = {}) => statusOf((ports) => prepareOnGithub(ports, { ...wish, ...part }, unsteered())),
    cancel: (death) => run((ports) => cancelOnGithub(ports, wish, unsteered()), death),
    retry: () => statusOf((ports) => steerOnGithub(ports, wish, 'retry', { ...trigger, inputs: { tag: 'set-1' } })),
  };
}

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository
    ? releasesOf(repository).all.map(({ draft, assets }) => [draft ? 'draft' : 'public', assets.length])
    : [];
};

const conclusionsOf = (double: Double) =>
  ['core', 'app'].map((name) => double.runs.of(`acme/${name}`).map(({ attempts }) => attempts.at(-1)?.conclusion));

const titles = (double: Double) =>
  ['core', 'app'].flatMap((name) => double.runs.of(`acme/${name}`).map(({ title }) => title));

/** What there is to be cancelled. */
type Before = (jobs: Jobs) => Promise<unknown>;

/** A cancelling that dies, and one retry; what came of the two. */
const retried = (before: Before, death: Death) =>
  withDouble(acme(), async (double) => {
    for (const name of ['core', 'app'])
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '2m' }));
    const jobs = await jobsOn(double);
    await before(jobs);
    const { end, asked } = await jobs.cancel(death);
    await jobs.retry();
    const status = await jobs.prepare();
    const built = conclusionsOf(double).map((all) => [all.filter((one) => one === 'success').length, all.at(-1)]);
    return {
      end,
      asked,
      status,
      built,
      releases: releasesIn(double),
      isTwice: new Set(titles(double)).size < titles(double).length,
    };
  });

const whole = {
  status: 'prepared',
  built: [
    [1, 'success'],
    [1, 'success'],
  ],
  releases: [['draft', 3]],
  isTwice: false,
};

test.each<readonly [string, Before]>([
  ['of a prepared release', (jobs) => jobs.prepare()],
  ['of builds that nobody watches', (jobs) => jobs.prepare({ timeout: minute })],
])(
  'a cancelling %s may die at any write: one retry makes the release',
  async (_what, before) => {
    const { asked, end } = await retried(before, { request: Infinity, when: 'before' });
    // Between two writes the world is the same, wherever it dies.
    const deaths = asked.flatMap((name, at): readonly Death[] =>
      /^GET|graphql$/.test(name) ? [] : [{ request: at + 1, when: 'after' }],
    );

    const strange: object[] = [];
    for (const death of deaths) {
      const came = await retried(before, death);
      const { end: how, asked: _, ...rest } = came;
      if (how !== 'killed' || JSON.stringify(rest) !== JSON.stringify(whole))
        strange.push({ ...death, of: asked[death.request - 1], ...rest });
    }

    expect(end).toBe('ended');
    expect(deaths.length).toBeGreaterThan(5);
    expect(strange).toEqual([]);
  },
  200_000,
);
