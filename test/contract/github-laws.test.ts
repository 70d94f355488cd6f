import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ReleaseError } from '@slipway/domain';
import { dispatchSettingsOf, type Double, type RunFacts, type RunScript, withDouble } from '@slipway/github-double';
import { type GithubWish, releaseOnGithub } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';
import { live, whileProcessesAreMortal } from './a-life.js';
import {
  type Fate,
  hopelessIn,
  manifestText,
  type RandomChain,
  randomChains,
  type RandomLife,
} from './a-random-chain.js';
import { brokenLaws, type Foreign } from './chain-laws.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-laws-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

whileProcessesAreMortal();

const minute = 60_000;

async function wishFor(chain: RandomChain): Promise<GithubWish> {
  const { maxParallel, onFailure } = chain;
  const wish = await wishOf({
    manifest: await manifestOf(manifestText(chain)),
    policy: { maxParallel, onFailure },
    queueTimeout: 3 * minute,
    runTimeout: 10 * minute,
  });
  return { ...wish, release: { ...wish.release, tags: 'components' } };
}

function scriptOf({ kind, failure, takes, listedAfter }: Fate, run: RunFacts): RunScript {
  const tries = run.attempt === 1 ? Number(/\/(\d+)$/.exec(run.title)?.[1] ?? 1) : run.attempt;
  const fails = kind === 'doomed' || (kind === 'flaky' && tries === 1);
  const common = { takes, listedAfter, queuedFor: '1s' } as const;
  if (!fails) return delivering(run, common);
  return failure === 'starved'
    ? delivering(run, { ...common, queuedFor: 'forever' })
    : delivering(run, { ...common, conclusion: failure });
}

/** What the status of a start was, or why there was none. */
async function start(double: Double, wish: GithubWish, { death, faults }: RandomLife): Promise<string> {
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  const lot = { folder: mkdtempSync(join(folder, 'runner-')), death, faults };
  const life = await live(double, lot, (ports) => releaseOnGithub(ports, wish, steering).catch(told));
  return life.end === 'killed' ? 'killed' : life.result.status;
}

/** What GitHub's bad days come to; whatever else is thrown is a mistake. */
function told(error: unknown): { readonly status: string } {
  if (error instanceof ReleaseError) return { status: `thrown: ${error.findings.map(({ what }) => what).join('; ')}` };
  throw error;
}

/** Components that could be built, and are not. */
function leftIn(double: Double, chain: RandomChain): readonly string[] {
  const hopeless = hopelessIn(chain);
  return chain.components
    .map(({ name }) => name)
    .filter((name) => !hopeless.has(name))
    .filter(
      (name) => !double.runs.of(`acme/${name}`).some(({ attempts }) => attempts.at(-1)?.conclusion === 'success'),
    );
}

/** As somebody starts it again and again: each start can overcome one failure in a row of flaky builds. */
async function startToTheEnd(double: Double, wish: GithubWish, chain: RandomChain): Promise<string> {
  const most = 1 + chain.components.filter(({ kind }) => kind === 'flaky').length;
  for (let starts = 1; ; starts += 1) {
    const status = await start(double, wish, { death: null, faults: [] });
    const isStuck = leftIn(double, chain).length === 0 || chain.onFailure === 'fail-fast';
    if (status !== 'failed' || starts >= most || (isStuck && hopelessIn(chain).size > 0)) return status;
  }
}

/** Somebody else's release, and a run of theirs of the workflow that we start, too. */
async function foreigners(double: Double, { components: [first] }: RandomChain): Promise<Foreign> {
  const { releases, runs } = portsOn(double, { folder });
  const wish = { tag: 'theirs', title: 'theirs', notes: '', prerelease: false };
  const draft = await double.drive(releases.createDraft(wish));
  const inputs = { 'slipway-marker': 'theirs/1', slipway: '{"upstreams":[]}' };
  const trigger = { kind: 'workflow', workflow: 'build.yml', ref: 'main', inputs } as const;
  const run = await double.drive(runs.start({ owner: 'acme', repo: first?.name ?? '' }, trigger));
  if (draft.status !== 'done' || run.status !== 'done' || !run.value) throw new Error('nothing befalls them');
  return { runs: [run.value.id], release: draft.value.id, until: double.log.entries.length };
}

async function expectLawful(chain: RandomChain): Promise<void> {
  const names = chain.components.map(({ name }) => name);
  await withDouble(acme(names), async (double) => {
    const foreign = await foreigners(double, chain);
    for (const component of chain.components)
      double.runs.script(`acme/${component.name}`, 'build.yml', (run) => scriptOf(component, run));
    if (chain.runDetails === 'refused') dispatchSettingsOf(double.world).runDetails = 'refused';
    const wish = await wishFor(chain);
    const statuses: string[] = [];
    for (const life of chain.lives) statuses.push(await start(double, wish, life));

    const end = await startToTheEnd(double, wish, chain);

    const isHopeless = hopelessIn(chain).size > 0;
    expect({
      before: statuses,
      end,
      broken: brokenLaws(double, chain, foreign),
      left: chain.onFailure === 'fail-fast' && isHopeless ? [] : leftIn(double, chain),
    }).toEqual({
      before: expect.anything(),
      end: isHopeless ? 'failed' : expect.stringMatching(/^(already-released|published)$/),
      broken: [],
      left: [],
    });
  });
}

test('whatever graph is built, whatever breaks and whoever dies, the laws of a chain hold', async () => {
  await fc.assert(fc.asyncProperty(randomChains, expectLawful), {
    // A failure names its seed; to make it smaller takes longer than to read it.
    numRuns: 30,
    endOnFailure: true,
  });
}, 900_000);
